import type pg from 'pg';
import { type Activity, sessionsOf } from '#domain/measurement/instance-state';
import { longestSilenceMs } from '#domain/measurement/policy';
import type { State } from '#domain/measurement/probe';
import type { Instant, Span, Step } from '#domain/time/interval';
import type { StoredProbe } from '#server/evaluation/sql/read-probes';
import { loadStates } from '#server/evaluation/sql/state-runs';
import type { Catalogue, World } from '#server/evaluation/sql/world';
import { lapsesWithin } from '#server/ingest/sql/alert-lapses';
import { droppedDays } from '#server/ingest/sql/partitions';

/** Rule 2 looks back at most three silenceAfter: from a reading to its due instant, and through the session that proves it. */
const SILENCES_BACK = 3;

/** What the states of series are evaluated from in a window [from, to], wherever it was taken from. */
export type Evidence = {
  /** Ascending: those in the window, and of the look-back before it at least the latest. */
  readingsOf: (seriesId: number) => readonly StoredProbe[];
  /** Instants of the look-back and the window at which a source observed anything, ascending. */
  activityOf: (sourceId: number) => Activity;
  /** Instants of the look-back and the window from which a series is unknown until its next reading, ascending. */
  lapsesOf: (seriesId: number) => readonly Instant[];
  /** Stored steps of each series up to the end of the window: the one in force before `reach`, and all from there on. */
  states: Map<number, Step<State>[]>;
  /** Where readings begin: what was in force before counts where there are none. At or before the window. */
  reach: Instant;
  /** Days whose raw probes were dropped: the stored states are their only record. */
  dropped: readonly Span[];
};

export function lookBackMs({ components }: Catalogue): number {
  return SILENCES_BACK * Math.max(...components.map((c) => longestSilenceMs(c.policies)));
}

export type Grouped = { bySeries: Map<number, StoredProbe[]>; activity: Map<number, Instant[]> };

/** Adds rows, ascending, to what was grouped before. */
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

const NONE: never[] = [];

/** Evidence for `window` from the rows that were read from `readFrom` on, and the states that are stored. */
export async function readEvidence(
  client: pg.ClientBase,
  world: World,
  grouped: Grouped,
  readFrom: Instant,
  window: Span,
): Promise<Evidence> {
  const states = await loadStates(client, [...world.series.keys()], readFrom - 1, window.to);
  const lapses = await lapsesWithin(client, readFrom, window.to);
  return {
    readingsOf: (id) => grouped.bySeries.get(id) ?? NONE,
    activityOf: (sourceId) => grouped.activity.get(sourceId) ?? NONE,
    lapsesOf: (id) => lapses.get(id) ?? NONE,
    states,
    reach: readFrom,
    dropped: await droppedDays(client, readFrom, window.to),
  };
}

/** The step in force just before `t`, or null. */
export function stepBefore(steps: readonly Step<State>[], t: Instant): Step<State> | null {
  let i = steps.length - 1;
  while (i >= 0 && (steps[i] as Step<State>).at >= t) i--;
  return steps[i] ?? null;
}

/** Sessions are the same for all series of a source: worked out once for each silenceAfter. */
export function sessionCache(activityOf: Evidence['activityOf']) {
  const cache = new Map<string, Span[]>();
  return (sourceId: number) => (silenceAfterMs: number) => {
    const key = `${sourceId}/${silenceAfterMs}`;
    let sessions = cache.get(key);
    if (!sessions) cache.set(key, (sessions = sessionsOf(activityOf(sourceId), silenceAfterMs)));
    return sessions;
  };
}
