import type pg from 'pg';
import { joinDirtyRanges } from '#domain/measurement/join-dirty-ranges';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { assert } from '#server/errors';
import { loadCurrentStates, type StoredState } from '#server/evaluation/sql/current-states';
import {
  componentsOfSources,
  forgetAfter,
  nextEvaluationNumber,
  takeDirtyRanges,
} from '#server/evaluation/sql/evaluation';
import { type Catalogue, loadCatalogue } from '#server/evaluation/sql/evaluation-inputs';
import { noteDirtyMinutes } from '#server/evaluation/sql/minute-rollups';
import { evaluatePart, type Limits, type Part, type Passing } from './evaluate-part.ts';
import { CHUNK_ROWS_MAX, type Total } from './evaluate-pieces.ts';
import { reachedByEvaluation } from './evaluated-until.ts';
import { MEMORY, type RecentRecord } from './recent-record.ts';

/** A clock set back further than this deletes nothing, because probes that old may be refused when they are sent again. */
const SET_BACK_MS_MAX = 48 * 3_600_000;

/** `isRemembered`: the end of the record was evaluated from the memory of the evaluator and new rows. */
type Evaluation = Total & { evaluatedUntil: Instant; isRemembered: boolean };
/**
 * `aheadMs`: where another process has evaluated further than the watermark by at most this, nothing is done; further ahead, its results are deleted.
 * `held`: sources whose deliveries are not stored yet. Components that they observe wait; only dirty ranges before that are evaluated.
 */
export type Evaluate = (watermark: Instant, aheadMs?: number, held?: ReadonlySet<number>) => Promise<Evaluation>;
type EvaluatorLimits = Limits & { setBackMsMax: number };
type Outcome = { evaluation: Evaluation; recent: RecentRecord | null };

/**
 * Makes a function that evaluates, in one transaction, all dirty ranges and the time that has passed up to `watermark`.
 * Its cost does not depend on the length of history. It remembers the end of the record, and forgets it where an evaluation fails or
 * another process evaluated in between.
 */
export function createEvaluator(ctx: Pick<Context, 'worker'>, limits: Partial<EvaluatorLimits> = {}): Evaluate {
  const all: EvaluatorLimits = { ...MEMORY, chunkRowsMax: CHUNK_ROWS_MAX, setBackMsMax: SET_BACK_MS_MAX, ...limits };
  let recent: RecentRecord | null = null;
  return async (watermark, aheadMs = 0, held = new Set()) => {
    const known = recent;
    recent = null; // the evaluation changes the record in place, so that it is valid again only after the commit
    const outcome = await transaction(ctx.worker, (client) =>
      evaluateNew(client, known, watermark, { limits: all, aheadMs, held }),
    );
    recent = outcome.recent;
    return outcome.evaluation;
  };
}

type How = { limits: EvaluatorLimits; aheadMs: number; held: ReadonlySet<number> };

async function evaluateNew(
  client: pg.ClientBase,
  known: RecentRecord | null,
  watermark: Instant,
  { limits, aheadMs, held }: How,
): Promise<Outcome> {
  const number = await nextEvaluationNumber(client);
  const current = await loadCurrentStates(client);
  const reached = reachedByEvaluation(current);
  const isSetBack = reached !== null && reached > watermark;
  if (isSetBack && reached - watermark <= aheadMs)
    return { evaluation: { evaluatedUntil: reached, windows: 0, probes: 0, isRemembered: false }, recent: null };
  if (isSetBack) {
    assert(
      reached - watermark <= limits.setBackMsMax,
      'the clock is more than 48 hours behind the evaluated record; correct the clock',
    );
    await forgetAfter(client, watermark);
  }
  const evaluation: Evaluation = { evaluatedUntil: watermark, windows: 0, probes: 0, isRemembered: false };
  const catalogue = await loadCatalogue(client);
  if (catalogue.components.length === 0) return { evaluation, recent: null };
  const dirty = await takeDirtyRanges(client);
  await noteDirtyMinutes(client, joinDirtyRanges(dirty));
  const waiting = held.size > 0 ? await componentsOfSources(client, [...held]) : new Set<number>();
  const passing: Passing = { number, dirty, known: isSetBack ? null : known, limits, total: evaluation };
  let recent: RecentRecord | null = null;
  for (const part of partsOf(catalogue, current, watermark, waiting))
    recent = (await evaluatePart(client, part, passing)) ?? recent;
  return { evaluation, recent };
}

/** Groups the components by the instant up to which they are evaluated: `watermark`, or for those that wait the instant that they have reached. */
function partsOf(
  catalogue: Catalogue,
  current: ReadonlyMap<number, StoredState>,
  watermark: Instant,
  waiting: ReadonlySet<number>,
): Part[] {
  const endOf = (id: number) => (waiting.has(id) ? (current.get(id)?.evaluatedUntil ?? watermark) : watermark);
  const byEnd = Map.groupBy(catalogue.components, ({ id }) => Math.min(endOf(id), watermark));
  return [...byEnd].map(([end, components]) => {
    const before = components.flatMap(({ id }) => current.get(id)?.evaluatedUntil ?? []);
    return {
      catalogue: { ...catalogue, components },
      watermark: end,
      evaluatedBefore: before.length > 0 ? Math.min(...before) : null,
      isHeld: end < watermark,
      hasNew: components.some(({ id }) => !current.has(id)),
    };
  });
}
