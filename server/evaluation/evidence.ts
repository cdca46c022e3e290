import { longestSilenceMs } from '#domain/measurement/policy';
import type { State } from '#domain/measurement/probe';
import { type Activity, sessionsOf } from '#domain/measurement/series-state';
import type { Instant, Span, Step } from '#domain/time/interval';
import type { Catalogue, World } from '#server/evaluation/sql/evaluation-inputs';
import type { StoredProbe } from '#server/evaluation/sql/read-probes';

/** Rule 2 looks back at most three silenceAfter: from a probe to its due instant, and through the session that proves silence. */
const SILENCES_BACK = 3;

/** The input of rules 1 and 2 for a window [from, to], whether it comes from the database or from memory. */
export type Evidence = {
  /** Probes of a series, ascending: all in the window, and at least the latest of the look-back before it. */
  probesOf: (seriesId: number) => readonly StoredProbe[];
  /** Instants in the look-back and the window at which a source observed anything, ascending. */
  activityOf: (sourceId: number) => Activity;
  /** Instants in the look-back and the window from which a series is unknown until its next probe, ascending. */
  lapsesOf: (seriesId: number) => readonly Instant[];
  /** Stored steps of each series up to the end of the window: the one in force before `reach`, and all from `reach` on. */
  states: ReadonlyMap<number, readonly Step<State>[]>;
  /** The start of the probes; before it, only the stored states count. At or before the start of the window. */
  reach: Instant;
  /** Days whose raw probes were dropped: the stored states are their only record. */
  dropped: readonly Span[];
};

/** Returns how far before a window its evidence must reach. */
export function lookBackMs({ components }: Catalogue): number {
  return SILENCES_BACK * Math.max(...components.map((c) => longestSilenceMs(c.policies)));
}

/** Probes by series, and the instants at which each source was active. */
export type Grouped = { bySeries: Map<number, StoredProbe[]>; activity: Map<number, Instant[]> };

/** Adds rows, ascending, to those that were grouped before. */
export function group(
  rows: readonly StoredProbe[],
  world: World,
  grouped: Grouped = { bySeries: new Map(), activity: new Map() },
): Grouped {
  for (const row of rows) {
    const list = grouped.bySeries.get(row.seriesId);
    if (list) list.push(row);
    else grouped.bySeries.set(row.seriesId, [row]);
    if (row.health === 'withdrawn') continue;
    const sourceId = world.series.get(row.seriesId)?.sourceId as number; // foreign key
    const activity = grouped.activity.get(sourceId);
    if (!activity) grouped.activity.set(sourceId, [row.at]);
    else if (activity.at(-1) !== row.at) activity.push(row.at);
  }
  return grouped;
}

/** Returns the step in force just before `t`, or null. */
export function stepBefore(steps: readonly Step<State>[], t: Instant): Step<State> | null {
  let i = steps.length - 1;
  while (i >= 0 && (steps[i] as Step<State>).at >= t) i--;
  return steps[i] ?? null;
}

/** Returns the sessions of sources. All series of a source share them, so they are computed once for each silenceAfter. */
export function sessionCache(activityOf: Evidence['activityOf']) {
  const cache = new Map<string, Span[]>();
  return (sourceId: number) => (silenceAfterMs: number) => {
    const key = `${sourceId}/${silenceAfterMs}`;
    let sessions = cache.get(key);
    if (!sessions) cache.set(key, (sessions = sessionsOf(activityOf(sourceId), silenceAfterMs)));
    return sessions;
  };
}
