import type pg from 'pg';
import { joinDirtyRanges } from '#domain/measurement/dirty-ranges';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { assert } from '#server/errors';
import { type Head, loadCurrentStates } from '#server/evaluation/sql/current-states';
import {
  componentsOfSources,
  forgetAfter,
  nextEvaluationNumber,
  takeDirtyRanges,
} from '#server/evaluation/sql/evaluation';
import { noteDirtyMinutes } from '#server/evaluation/sql/minute-rollups';
import { readProbes } from '#server/evaluation/sql/read-probes';
import { type Catalogue, loadCatalogue, loadSeries, type World } from '#server/evaluation/sql/world';
import { lapsesWithin } from '#server/ingest/sql/alert-lapses';
import { CHUNK_ROWS_MAX, evaluatePieces, type Total } from './evaluate-pieces.ts';
import { type CarriedSteps, evaluateWindow } from './evaluate-window.ts';
import { lookBackMs } from './evidence.ts';
import { rememberedRawHistory } from './raw-history.ts';
import {
  covers,
  MEMORY,
  type Memory,
  noteChanges,
  type RecentRecord,
  remember,
  rememberedEvidence,
  trim,
} from './recent-record.ts';
import type { Window } from './window.ts';

/** How far an evaluation goes on at first where what is stored after its span does not follow from it. */
const EXTENSION_MS = 600_000;
/** A clock set back further than this deletes nothing: what was evaluated could not be re-evaluated. */
const SET_BACK_MS_MAX = 48 * 3_600_000;

/** `isRemembered`: the head was evaluated from what the evaluator remembered and what was new. */
type Evaluation = Total & { evaluatedUntil: Instant; isRemembered: boolean };
/**
 * `aheadMs`: where another process evaluated further than the watermark by no more than this, nothing is done; else what is ahead is taken back.
 * `held`: sources whose deliveries are not stored. What they observe waits where it is, and only late data before that is evaluated.
 */
export type Evaluate = (watermark: Instant, aheadMs?: number, held?: ReadonlySet<number>) => Promise<Evaluation>;
type Limits = Memory & { chunkRowsMax: number; setBackMsMax: number };
type Outcome = { evaluation: Evaluation; recent: RecentRecord | null };

/** The instant before which everything is evaluated: the least of all components, or null before the first evaluation. */
export function evaluatedUntilOf(heads: ReadonlyMap<number, Head>): Instant | null {
  return heads.size === 0 ? null : Math.min(...[...heads.values()].map((head) => head.evaluatedUntil));
}

/** The instant that evaluation has reached: components whose sources are held lie behind it. Null before the first evaluation. */
export function reachedByEvaluation(heads: ReadonlyMap<number, Head>): Instant | null {
  return heads.size === 0 ? null : Math.max(...[...heads.values()].map((head) => head.evaluatedUntil));
}

/**
 * Makes a function that evaluates what was touched since the last time, and the time that has passed up to `watermark`, in one transaction.
 * Only the dirty ranges are read again; the cost does not depend on how much history there is. It remembers the end of the record, and
 * forgets it where an evaluation fails or another process evaluated in between.
 */
export function createEvaluator(ctx: Pick<Context, 'worker'>, limits: Partial<Limits> = {}): Evaluate {
  const all: Limits = { ...MEMORY, chunkRowsMax: CHUNK_ROWS_MAX, setBackMsMax: SET_BACK_MS_MAX, ...limits };
  let recent: RecentRecord | null = null;
  return async (watermark, aheadMs = 0, held = new Set()) => {
    const known = recent;
    recent = null; // what is remembered changes along the way and holds again when the transaction is through
    const outcome = await transaction(ctx.worker, (client) =>
      evaluateNew(client, known, watermark, { ...all, aheadMs, held }),
    );
    recent = outcome.recent;
    return outcome.evaluation;
  };
}

type Passing = Limits & { aheadMs: number; held: ReadonlySet<number> };

async function evaluateNew(
  client: pg.ClientBase,
  known: RecentRecord | null,
  watermark: Instant,
  limits: Passing,
): Promise<Outcome> {
  const turn = await nextEvaluationNumber(client);
  const heads = await loadCurrentStates(client);
  const reached = reachedByEvaluation(heads);
  const isSetBack = reached !== null && reached > watermark;
  if (isSetBack && reached - watermark <= limits.aheadMs)
    return { evaluation: { evaluatedUntil: reached, windows: 0, probes: 0, isRemembered: false }, recent: null };
  if (isSetBack) {
    assert(
      reached - watermark <= limits.setBackMsMax,
      'the clock is more than two days behind what is evaluated: set it right',
    );
    await forgetAfter(client, watermark);
  }
  const evaluation: Evaluation = { evaluatedUntil: watermark, windows: 0, probes: 0, isRemembered: false };
  const catalogue = await loadCatalogue(client);
  if (catalogue.components.length === 0) return { evaluation, recent: null };
  const taken = await takeDirtyRanges(client);
  await noteDirtyMinutes(client, joinDirtyRanges(taken));
  const waiting = limits.held.size > 0 ? await componentsOfSources(client, [...limits.held]) : new Set<number>();
  const passing: PartPassing = { turn, touched: taken, known: isSetBack ? null : known, limits, evaluation };
  let recent: RecentRecord | null = null;
  for (const part of partsOf(catalogue, heads, watermark, waiting))
    recent = (await evaluatePart(client, part, passing)) ?? recent;
  return { evaluation, recent };
}

/** Components that are evaluated up to the same `watermark`. `isWaiting`: they have been before, because a source of theirs is held. */
type Part = { catalogue: Catalogue; watermark: Instant; evaluatedBefore: Instant | null; isWaiting: boolean };

/** Parts the components that are evaluated up to `watermark` from those that wait, by how far they have been evaluated. */
function partsOf(
  catalogue: Catalogue,
  heads: ReadonlyMap<number, Head>,
  watermark: Instant,
  waiting: ReadonlySet<number>,
): Part[] {
  const waitsAt = (id: number) => (waiting.has(id) ? (heads.get(id)?.evaluatedUntil ?? watermark) : watermark);
  const byHorizon = Map.groupBy(catalogue.components, ({ id }) => Math.min(waitsAt(id), watermark));
  return [...byHorizon].map(([own, components]) => {
    const ends = components.flatMap(({ id }) => heads.get(id)?.evaluatedUntil ?? []);
    return {
      catalogue: { ...catalogue, components },
      watermark: own,
      evaluatedBefore: ends.length > 0 ? Math.min(...ends) : null,
      isWaiting: own < watermark,
    };
  });
}

type PartPassing = {
  turn: number;
  touched: readonly Span[];
  known: RecentRecord | null;
  limits: Limits;
  evaluation: Evaluation;
};

/** Evaluates one part; returns what is to be remembered of it, which is nothing of what waits. */
async function evaluatePart(
  client: pg.ClientBase,
  part: Part,
  { turn, touched: all, known, limits, evaluation }: PartPassing,
): Promise<RecentRecord | null> {
  const { catalogue, watermark, evaluatedBefore, isWaiting } = part;
  const touched = all.filter((span) => span.from < watermark); // what lies beyond is evaluated when time has come there
  if (isWaiting && touched.length === 0) return null;
  const { headFrom, late } = split(
    touched,
    Math.min(evaluatedBefore ?? watermark - 1, watermark - 1),
    lookBackMs(catalogue),
  );
  const window: Window = {
    from: headFrom,
    to: watermark - 1,
    isHead: true,
    isForced: false,
    evaluatedUntil: watermark,
  };
  if (!isWaiting && known && late.length === 0 && covers(known, turn, catalogue, headFrom)) {
    const isDone = await evaluateRemembered(client, { ...catalogue, series: known.series }, known, {
      window,
      limits,
      evaluation,
    });
    if (isDone) return { ...known, turn };
  }
  const world: World = { ...catalogue, series: await loadSeries(client) };
  for (const span of late)
    await evaluateLate(client, world, span, { headFrom, evaluatedUntil: watermark, limits, total: evaluation });
  const piece = await evaluatePieces(client, world, window, {
    ...window,
    chunkRowsMax: limits.chunkRowsMax,
    total: evaluation,
  });
  if (isWaiting) return null;
  const recent = await remember(client, world, turn, piece);
  trim(recent, watermark, world, limits);
  return recent;
}

/** Parts what was touched into the head, which reaches to the end of the record, and late spans, ascending. */
function split(
  touched: readonly Span[],
  evaluatedBefore: Instant,
  reachMs: number,
): { headFrom: Instant; late: Span[] } {
  let headFrom = evaluatedBefore;
  const late: Span[] = [];
  for (const span of joinDirtyRanges(touched).reverse()) {
    if (span.to + reachMs >= headFrom) headFrom = Math.min(headFrom, span.from);
    else late.unshift({ from: span.from, to: span.to + reachMs });
  }
  return { headFrom, late };
}

type Remembering = { window: Window; limits: Limits; evaluation: Evaluation };

/** Evaluates the head from what is remembered and the readings of the window; false where those are too many to hold at once. */
async function evaluateRemembered(
  client: pg.ClientBase,
  world: World,
  known: RecentRecord,
  { window, limits, evaluation }: Remembering,
): Promise<boolean> {
  const fresh = await readProbes(client, window.from, window.to, limits.chunkRowsMax);
  if (fresh.length >= limits.chunkRowsMax) return false;
  const lapses = await lapsesWithin(client, window.from - lookBackMs(world), window.to);
  const isNew = (seriesId: number) => !world.series.has(seriesId);
  if (fresh.some((row) => isNew(row.seriesId)) || [...lapses.keys()].some(isNew))
    for (const [id, series] of await loadSeries(client)) world.series.set(id, series);
  const evidence = rememberedEvidence(known, world, window.from, { readings: fresh, lapses });
  const historyOf = (component: World['components'][number]) =>
    rememberedRawHistory(client, component, known.raw.get(component.id) ?? []);
  const { changes } = await evaluateWindow(client, { world, window, evidence, historyOf });
  noteChanges(known, changes, window.from);
  trim(known, window.evaluatedUntil, world, limits);
  evaluation.windows++;
  evaluation.probes += fresh.length;
  evaluation.isRemembered = true;
  return true;
}

type Late = { headFrom: Instant; evaluatedUntil: Instant; limits: Limits; total: Total };

/** Evaluates a late span and goes on, in growing steps, until what is stored follows from it or the head is reached. */
async function evaluateLate(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { headFrom, evaluatedUntil, limits, total }: Late,
): Promise<void> {
  let { from, to } = span;
  const carriedSteps: CarriedSteps = new Map();
  for (let extensionMs = EXTENSION_MS; ; extensionMs *= 2) {
    const window = { from, to: Math.min(to, headFrom) };
    const how = {
      isHead: false,
      isForced: false,
      evaluatedUntil,
      chunkRowsMax: limits.chunkRowsMax,
      total,
      carriedSteps,
    };
    const { isSettled } = await evaluatePieces(client, world, window, how);
    if (isSettled || to >= headFrom) return;
    from = to + 1;
    to += extensionMs;
  }
}
