import { contextStart } from '#domain/measurement/effective-status';
import type { State } from '#domain/measurement/probe';
import type { Status } from '#domain/measurement/status';
import type { Instant, Span, Step } from '#domain/time/interval';
import type { Catalogue, World, WorldSeries } from '#server/evaluation/sql/evaluation-inputs';
import type { StoredProbe } from '#server/evaluation/sql/read-probes';
import type { Changes } from './diff-window.ts';
import type { Piece } from './evaluate-pieces.ts';
import { type Evidence, type Grouped, group, lookBackMs } from './evidence.ts';

/** How much of the past is remembered: up to twice `retainMs`, less where that would be more than `probesMax` probes. */
export type Memory = { retainMs: number; probesMax: number };
export const MEMORY: Memory = { retainMs: 60_000, probesMax: 300_000 };

/**
 * A cache of load: what the process that evaluated last remembers of the end of the record. It holds copies of stored rows, which are valid
 * while no other process has evaluated and nothing at or before `cutoff` is dirty. It may be dropped at any time: the next evaluation
 * then loads from the database.
 */
export type RecentRecord = {
  /** The number of the evaluation after which this holds. */
  number: number;
  /** The policies by which raw steps were dropped: under other policies, more of them may matter. */
  policies: string;
  /** Activity of sources is complete from here on. */
  from: Instant;
  /** Probes are complete after this instant; of those at or before it, at most the latest is remembered. */
  cutoff: Instant;
  series: Map<number, WorldSeries>;
  grouped: Grouped;
  /** Stored steps of each series: the one in force at `cutoff`, and those after. */
  states: Map<number, readonly Step<State>[]>;
  /** Raw steps of each component, from a stretch of recoverFor without trouble before `cutoff` on. */
  raw: Map<number, readonly Step<Status>[]>;
};

/** Returns a record of the last piece that was loaded from the database and evaluated up to the end. */
export function recordOf(world: World, number: number, { loaded, changes }: Piece): RecentRecord {
  const record: RecentRecord = {
    number,
    policies: JSON.stringify(world.components),
    from: loaded.readFrom,
    cutoff: loaded.readFrom - 1,
    series: world.series,
    grouped: loaded.grouped,
    states: new Map(loaded.evidence.states),
    raw: new Map([...loaded.status].map(([id, { steps }]) => [id, steps])),
  };
  noteChanges(record, changes);
  return record;
}

/** Returns whether the end of the record can be evaluated from `from` on with what is remembered. */
export function covers(record: RecentRecord, number: number, catalogue: Catalogue, from: Instant): boolean {
  return (
    record.number === number - 1 &&
    record.policies === JSON.stringify(catalogue.components) &&
    from > record.cutoff &&
    from - lookBackMs(catalogue) >= record.from
  );
}

type Fresh = { probes: readonly StoredProbe[]; lapses: ReadonlyMap<number, Instant[]> };

/** Returns the evidence for a window that starts at `from` and ends the record. The fresh probes replace those remembered of the window. */
export function rememberedEvidence(
  record: RecentRecord,
  world: World,
  from: Instant,
  { probes: fresh, lapses }: Fresh,
): Evidence {
  const { bySeries, activity } = record.grouped;
  for (const probes of bySeries.values())
    while (probes.length > 0 && (probes.at(-1) as StoredProbe).at >= from) probes.pop();
  for (const instants of activity.values())
    while (instants.length > 0 && (instants.at(-1) as Instant) >= from) instants.pop();
  group(fresh, world, record.grouped);
  const reach = from - lookBackMs(world);
  return {
    probesOf: (id) => {
      const probes = bySeries.get(id) ?? [];
      let first = probes.length;
      while (first > 0 && (probes[first - 1] as StoredProbe).at >= from) first--;
      const hasLatest = first > 0 && (probes[first - 1] as StoredProbe).at >= reach;
      return probes.slice(hasLatest ? first - 1 : first);
    },
    activityOf: (sourceId) => activity.get(sourceId) ?? [],
    lapsesOf: (id) => lapses.get(id) ?? [],
    states: record.states,
    reach: from,
    dropped: [], // days this recent are never dropped
  };
}

/** Applies the changes of a pass to what is remembered. */
export function noteChanges(record: RecentRecord, { window, states, components }: Changes): void {
  for (const { seriesId, steps } of states)
    record.states.set(seriesId, replaced(record.states.get(seriesId), steps, window));
  for (const { componentId, rawSteps } of components)
    if (rawSteps) record.raw.set(componentId, replaced(record.raw.get(componentId), rawSteps, window));
}

function replaced<T>(old: readonly Step<T>[] = [], fresh: readonly Step<T>[], { from, to }: Span): readonly Step<T>[] {
  return [...old.filter(({ at }) => at < from), ...fresh, ...old.filter(({ at }) => at > to)];
}

/** Drops what lies too far back, once there is twice as much as is to be remembered. */
export function trim(record: RecentRecord, to: Instant, world: World, memory: Memory): void {
  let probes = 0;
  for (const list of record.grouped.bySeries.values()) probes += list.length;
  if (to - record.cutoff <= 2 * memory.retainMs && probes <= memory.probesMax) return;
  record.cutoff = Math.max(record.cutoff, to - Math.min(memory.retainMs, Math.floor((to - record.cutoff) / 2)));
  const { cutoff } = record;
  record.from = Math.max(record.from, cutoff - lookBackMs(world));
  for (const list of record.grouped.bySeries.values()) list.splice(0, indexInForce(list, cutoff));
  for (const [id, steps] of record.states) record.states.set(id, steps.slice(indexInForce(steps, cutoff)));
  for (const [id, instants] of record.grouped.activity)
    record.grouped.activity.set(
      id,
      instants.filter((at) => at >= record.from),
    );
  for (const component of world.components) {
    const steps = record.raw.get(component.id) ?? [];
    const start = contextStart(steps.toReversed(), cutoff, component.policies);
    if (start !== null) record.raw.set(component.id, steps.slice(indexInForce(steps, start)));
  }
}

/** Returns the index of the last entry at or before `t`, or 0. */
function indexInForce(list: readonly { at: Instant }[], t: Instant): number {
  let first = 0;
  while (first + 1 < list.length && (list[first + 1] as { at: Instant }).at <= t) first++;
  return first;
}
