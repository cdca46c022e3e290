import type pg from 'pg';
import { contextStart } from '#domain/measurement/effective-status';
import type { State } from '#domain/measurement/probe';
import type { Status } from '#domain/measurement/status';
import type { Instant, Step } from '#domain/time/interval';
import { rawStepsFrom, rawStepsWithin } from '#server/evaluation/sql/raw-status';
import type { StoredProbe } from '#server/evaluation/sql/read-probes';
import type { StateChange } from '#server/evaluation/sql/state-runs';
import type { Catalogue, World, WorldSeries } from '#server/evaluation/sql/world';
import type { Piece } from './evaluate-pieces.ts';
import { type Evidence, type Grouped, group, lookBackMs } from './evidence.ts';

/** How much of the past is remembered: up to twice `keptMs`, less where that would be more than `readingsMax` readings. */
export type Memory = { keptMs: number; readingsMax: number };
export const MEMORY: Memory = { keptMs: 60_000, readingsMax: 300_000 };

/**
 * What the process that evaluated last remembers of the end of the record: copies of what is stored, good as long as nobody else evaluated
 * and nothing at or before `cutoff` was touched. It may be dropped at any time: the next evaluation then reads what it needs.
 */
export type RecentRecord = {
  /** The evaluation after which this holds. */
  turn: number;
  /** The policies by which raw steps were let go: by others, more of them may matter. */
  policies: string;
  /** Activity of sources is complete from here on. */
  from: Instant;
  /** Readings are complete after this instant; of those at or before it at most the latest is kept. */
  cutoff: Instant;
  series: Map<number, WorldSeries>;
  grouped: Grouped;
  /** Stored steps of each series: the one in force at `cutoff`, and those after. */
  states: Map<number, Step<State>[]>;
  /** Raw steps of each component from a long calm before `cutoff` on. */
  raw: Map<number, Step<Status>[]>;
};

/** Remembers what was just evaluated up to the head from the database. */
export async function remember(client: pg.ClientBase, world: World, turn: number, piece: Piece): Promise<RecentRecord> {
  const { readFrom, window, grouped, evidence, changes } = piece;
  const record: RecentRecord = {
    turn,
    policies: JSON.stringify(world.components),
    from: readFrom,
    cutoff: readFrom - 1,
    series: world.series,
    grouped,
    states: evidence.states,
    raw: new Map(),
  };
  noteChanges(record, changes, window.from);
  for (const component of world.components) {
    const isEnough = (steps: readonly Step<Status>[]) =>
      contextStart(steps, record.cutoff, component.policies) !== null;
    const older = await rawStepsFrom(client, component.id, record.cutoff, 'older', isEnough);
    record.raw.set(component.id, [
      ...older.reverse(),
      ...(await rawStepsWithin(client, component.id, record.cutoff, window.to)),
    ]);
  }
  return record;
}

/** Whether the end of the record can be evaluated from `from` on with what is remembered. */
export function covers(record: RecentRecord, turn: number, catalogue: Catalogue, from: Instant): boolean {
  return (
    record.turn === turn - 1 &&
    record.policies === JSON.stringify(catalogue.components) &&
    from > record.cutoff &&
    from - lookBackMs(catalogue) >= record.from
  );
}

type Fresh = { readings: readonly StoredProbe[]; lapses: ReadonlyMap<number, Instant[]> };

/** Evidence for a window at the head, whose readings take the place of those remembered of it; lapses are those of the look-back too, for they move. */
export function rememberedEvidence(
  record: RecentRecord,
  world: World,
  from: Instant,
  { readings: fresh, lapses }: Fresh,
): Evidence {
  const { bySeries, activity } = record.grouped;
  for (const readings of bySeries.values())
    while (readings.length > 0 && (readings.at(-1) as StoredProbe).at >= from) readings.pop();
  for (const instants of activity.values())
    while (instants.length > 0 && (instants.at(-1) as Instant) >= from) instants.pop();
  group(fresh, world, record.grouped);
  const reach = from - lookBackMs(world);
  return {
    readingsOf: (id) => {
      const readings = bySeries.get(id) ?? [];
      let first = readings.length;
      while (first > 0 && (readings[first - 1] as StoredProbe).at >= from) first--;
      const hasLatest = first > 0 && (readings[first - 1] as StoredProbe).at >= reach;
      return readings.slice(hasLatest ? first - 1 : first);
    },
    activityOf: (sourceId) => activity.get(sourceId) ?? [],
    lapsesOf: (id) => lapses.get(id) ?? [],
    states: record.states,
    reach: from,
    dropped: [], // days near the head are kept
  };
}

/** Puts what was evaluated of [from, …) in the place of what was remembered of it. */
export function noteChanges(record: RecentRecord, changes: readonly StateChange[], from: Instant): void {
  for (const { seriesId, steps } of changes) {
    const before = (record.states.get(seriesId) ?? []).filter((step) => step.at < from);
    record.states.set(seriesId, [...before, ...steps]);
  }
}

/** Lets go of what lies too far back, once there is twice as much as is kept. */
export function trim(record: RecentRecord, to: Instant, world: World, memory: Memory): void {
  let readings = 0;
  for (const list of record.grouped.bySeries.values()) readings += list.length;
  if (to - record.cutoff <= 2 * memory.keptMs && readings <= memory.readingsMax) return;
  record.cutoff = Math.max(record.cutoff, to - Math.min(memory.keptMs, Math.floor((to - record.cutoff) / 2)));
  const { cutoff } = record;
  record.from = Math.max(record.from, cutoff - lookBackMs(world));
  for (const list of record.grouped.bySeries.values()) dropBefore(list, cutoff);
  for (const steps of record.states.values()) dropBefore(steps, cutoff);
  for (const [id, instants] of record.grouped.activity)
    record.grouped.activity.set(
      id,
      instants.filter((at) => at >= record.from),
    );
  for (const component of world.components) {
    const steps = record.raw.get(component.id) ?? [];
    const start = contextStart(steps.toReversed(), cutoff, component.policies);
    if (start !== null) dropBefore(steps, start);
  }
}

/** Leaves the last entry at or before `t` and those after it. */
function dropBefore(list: { at: Instant }[], t: Instant): void {
  let first = 0;
  while (first + 1 < list.length && (list[first + 1] as { at: Instant }).at <= t) first++;
  list.splice(0, first);
}
