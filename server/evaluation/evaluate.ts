import type pg from 'pg';
import { clusters } from '#domain/measurement/dirty-ranges';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { assert } from '#server/errors';
import { type Head, loadHeads } from '#server/evaluation/sql/current-states';
import { componentsOfSources, forgetAfter, takeTouched, takeTurn } from '#server/evaluation/sql/evaluation';
import { noteUnrolled } from '#server/evaluation/sql/minute-rollups';
import { readObservations } from '#server/evaluation/sql/read-probes';
import { type Catalogue, loadCatalogue, loadSeries, type World } from '#server/evaluation/sql/world';
import { lapsesWithin } from '#server/ingest/sql/alert-lapses';
import { CHUNK_ROWS_MAX, judgePieces, type Total } from './evaluate-pieces.ts';
import { judgeWindow, type Overhang } from './evaluate-window.ts';
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

/** How far a judgement goes on at first where what is stored after its span does not follow from it. */
const EXTENSION_MS = 600_000;
/** A clock set back further than this deletes nothing: what was judged could not be judged again. */
const SET_BACK_MS_MAX = 48 * 3_600_000;

/** `isRemembered`: the head was judged from what the evaluator remembered and what was new. */
type Evaluation = Total & { judgedUpTo: Instant; isRemembered: boolean };
/**
 * `aheadMs`: where another process judged further than the horizon by no more than this, nothing is done; else what is ahead is taken back.
 * `held`: sources whose deliveries are not stored. What they observe waits where it is, and only late data before that is judged.
 */
export type Evaluate = (horizon: Instant, aheadMs?: number, held?: ReadonlySet<number>) => Promise<Evaluation>;
type Limits = Memory & { chunkRowsMax: number; setBackMsMax: number };
type Outcome = { evaluation: Evaluation; recent: RecentRecord | null };

/** The instant before which everything is judged: the least of all components, or null before the first judgement. */
export function judgedUpToOf(heads: ReadonlyMap<number, Head>): Instant | null {
  return heads.size === 0 ? null : Math.min(...[...heads.values()].map((head) => head.judgedUpTo));
}

/** The instant that judgement has reached: components whose sources are held lie behind it. Null before the first judgement. */
export function reachedByJudgement(heads: ReadonlyMap<number, Head>): Instant | null {
  return heads.size === 0 ? null : Math.max(...[...heads.values()].map((head) => head.judgedUpTo));
}

/**
 * Makes a function that judges what was touched since the last time, and the time that has passed up to `horizon`, in one transaction.
 * Only the touched spans are read again; the cost does not depend on how much history there is. It remembers the end of the record, and
 * forgets it where a judgement fails or another process judged in between.
 */
export function createEvaluator(ctx: Pick<Context, 'worker'>, limits: Partial<Limits> = {}): Evaluate {
  const all: Limits = { ...MEMORY, chunkRowsMax: CHUNK_ROWS_MAX, setBackMsMax: SET_BACK_MS_MAX, ...limits };
  let recent: RecentRecord | null = null;
  return async (horizon, aheadMs = 0, held = new Set()) => {
    const known = recent;
    recent = null; // what is remembered changes along the way and holds again when the transaction is through
    const outcome = await transaction(ctx.worker, (client) =>
      judgeNew(client, known, horizon, { ...all, aheadMs, held }),
    );
    recent = outcome.recent;
    return outcome.evaluation;
  };
}

type Passing = Limits & { aheadMs: number; held: ReadonlySet<number> };

async function judgeNew(
  client: pg.ClientBase,
  known: RecentRecord | null,
  horizon: Instant,
  limits: Passing,
): Promise<Outcome> {
  const turn = await takeTurn(client);
  const heads = await loadHeads(client);
  const reached = reachedByJudgement(heads);
  const isSetBack = reached !== null && reached > horizon;
  if (isSetBack && reached - horizon <= limits.aheadMs)
    return { evaluation: { judgedUpTo: reached, windows: 0, observations: 0, isRemembered: false }, recent: null };
  if (isSetBack) {
    assert(
      reached - horizon <= limits.setBackMsMax,
      'the clock is more than two days behind what is judged: set it right',
    );
    await forgetAfter(client, horizon);
  }
  const evaluation: Evaluation = { judgedUpTo: horizon, windows: 0, observations: 0, isRemembered: false };
  const catalogue = await loadCatalogue(client);
  if (catalogue.components.length === 0) return { evaluation, recent: null };
  const taken = await takeTouched(client);
  await noteUnrolled(client, clusters(taken));
  const waiting = limits.held.size > 0 ? await componentsOfSources(client, [...limits.held]) : new Set<number>();
  const passing: PartPassing = { turn, touched: taken, known: isSetBack ? null : known, limits, evaluation };
  let recent: RecentRecord | null = null;
  for (const part of partsOf(catalogue, heads, horizon, waiting))
    recent = (await judgePart(client, part, passing)) ?? recent;
  return { evaluation, recent };
}

/** Components that are judged up to the same `horizon`. `isWaiting`: they have been before, because a source of theirs is held. */
type Part = { catalogue: Catalogue; horizon: Instant; judgedBefore: Instant | null; isWaiting: boolean };

/** Parts the components that are judged up to `horizon` from those that wait, by how far they have been judged. */
function partsOf(
  catalogue: Catalogue,
  heads: ReadonlyMap<number, Head>,
  horizon: Instant,
  waiting: ReadonlySet<number>,
): Part[] {
  const waitsAt = (id: number) => (waiting.has(id) ? (heads.get(id)?.judgedUpTo ?? horizon) : horizon);
  const byHorizon = Map.groupBy(catalogue.components, ({ id }) => Math.min(waitsAt(id), horizon));
  return [...byHorizon].map(([own, components]) => {
    const ends = components.flatMap(({ id }) => heads.get(id)?.judgedUpTo ?? []);
    return {
      catalogue: { ...catalogue, components },
      horizon: own,
      judgedBefore: ends.length > 0 ? Math.min(...ends) : null,
      isWaiting: own < horizon,
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

/** Judges one part; returns what is to be remembered of it, which is nothing of what waits. */
async function judgePart(
  client: pg.ClientBase,
  part: Part,
  { turn, touched: all, known, limits, evaluation }: PartPassing,
): Promise<RecentRecord | null> {
  const { catalogue, horizon, judgedBefore, isWaiting } = part;
  const touched = all.filter((span) => span.from < horizon); // what lies beyond is judged when time has come there
  if (isWaiting && touched.length === 0) return null;
  const { headFrom, late } = split(touched, Math.min(judgedBefore ?? horizon - 1, horizon - 1), lookBackMs(catalogue));
  const window: Window = { from: headFrom, to: horizon - 1, isHead: true, isForced: false, judgedUpTo: horizon };
  if (!isWaiting && known && late.length === 0 && covers(known, turn, catalogue, headFrom)) {
    const isDone = await judgeRemembered(client, { ...catalogue, series: known.series }, known, {
      window,
      limits,
      evaluation,
    });
    if (isDone) return { ...known, turn };
  }
  const world: World = { ...catalogue, series: await loadSeries(client) };
  for (const span of late)
    await judgeLate(client, world, span, { headFrom, judgedUpTo: horizon, limits, total: evaluation });
  const piece = await judgePieces(client, world, window, {
    ...window,
    chunkRowsMax: limits.chunkRowsMax,
    total: evaluation,
  });
  if (isWaiting) return null;
  const recent = await remember(client, world, turn, piece);
  trim(recent, horizon, world, limits);
  return recent;
}

/** Parts what was touched into the head, which reaches to the end of the record, and late spans, ascending. */
function split(touched: readonly Span[], judgedBefore: Instant, reachMs: number): { headFrom: Instant; late: Span[] } {
  let headFrom = judgedBefore;
  const late: Span[] = [];
  for (const span of clusters(touched).reverse()) {
    if (span.to + reachMs >= headFrom) headFrom = Math.min(headFrom, span.from);
    else late.unshift({ from: span.from, to: span.to + reachMs });
  }
  return { headFrom, late };
}

type Remembering = { window: Window; limits: Limits; evaluation: Evaluation };

/** Judges the head from what is remembered and the readings of the window; false where those are too many to hold at once. */
async function judgeRemembered(
  client: pg.ClientBase,
  world: World,
  known: RecentRecord,
  { window, limits, evaluation }: Remembering,
): Promise<boolean> {
  const fresh = await readObservations(client, window.from, window.to, limits.chunkRowsMax);
  if (fresh.length >= limits.chunkRowsMax) return false;
  const lapses = await lapsesWithin(client, window.from - lookBackMs(world), window.to);
  const isNew = (seriesId: number) => !world.series.has(seriesId);
  if (fresh.some((row) => isNew(row.seriesId)) || [...lapses.keys()].some(isNew))
    for (const [id, series] of await loadSeries(client)) world.series.set(id, series);
  const evidence = rememberedEvidence(known, world, window.from, { readings: fresh, lapses });
  const historyOf = (component: World['components'][number]) =>
    rememberedRawHistory(client, component, known.raw.get(component.id) ?? []);
  const { changes } = await judgeWindow(client, { world, window, evidence, historyOf });
  noteChanges(known, changes, window.from);
  trim(known, window.judgedUpTo, world, limits);
  evaluation.windows++;
  evaluation.observations += fresh.length;
  evaluation.isRemembered = true;
  return true;
}

type Late = { headFrom: Instant; judgedUpTo: Instant; limits: Limits; total: Total };

/** Judges a late span and goes on, in growing steps, until what is stored follows from it or the head is reached. */
async function judgeLate(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { headFrom, judgedUpTo, limits, total }: Late,
): Promise<void> {
  let { from, to } = span;
  const overhang: Overhang = new Map();
  for (let extensionMs = EXTENSION_MS; ; extensionMs *= 2) {
    const window = { from, to: Math.min(to, headFrom) };
    const how = { isHead: false, isForced: false, judgedUpTo, chunkRowsMax: limits.chunkRowsMax, total, overhang };
    const { isSettled } = await judgePieces(client, world, window, how);
    if (isSettled || to >= headFrom) return;
    from = to + 1;
    to += extensionMs;
  }
}
