import type pg from 'pg';
import { rawSteps } from '#domain/component-status';
import { type Activity, seriesSteps, sessionsOf } from '#domain/instance-state';
import { type Instant, type Span, type Step, valueAt } from '#domain/interval';
import type { State } from '#domain/observation';
import { longestSilenceMs } from '#domain/policy';
import { hasDropped } from '../db/sql/partitions.ts';
import { readChunk, readObservations, type StoredObservation } from '../db/sql/read-observations.ts';
import { loadStates, replaceStates, type StateChange, type StoredSteps } from '../db/sql/state-runs.ts';
import type { World, WorldComponent, WorldSeries } from '../db/sql/world.ts';
import { assert } from '../errors.ts';
import { writeComponentStatus } from './write-component-status.ts';

/** Observations held in memory at once; a longer span is judged piece by piece. */
export const CHUNK_ROWS_MAX = 400_000;
/** Rule 2 looks back at most three silenceAfter: from a reading to its due instant, and through the session that proves it. */
const SILENCES_BACK = 3;

export type Judged = { to: Instant; isSettled: boolean; observations: number };

type Grouped = { bySeries: Map<number, StoredObservation[]>; activity: Map<number, Instant[]> };

export function lookBackMs(world: World): number {
  return SILENCES_BACK * Math.max(...world.components.map((c) => longestSilenceMs(c.policies)));
}

function group(rows: readonly StoredObservation[], world: World): Grouped {
  const sourceOf = new Map(world.series.map((s) => [s.id, s.sourceId]));
  const grouped: Grouped = { bySeries: new Map(), activity: new Map([...world.rules.keys()].map((id) => [id, []])) };
  for (const row of rows) {
    const list = grouped.bySeries.get(row.seriesId);
    if (list) list.push(row);
    else grouped.bySeries.set(row.seriesId, [row]);
    if (row.health === 'withdrawn') continue;
    const activity = grouped.activity.get(sourceOf.get(row.seriesId) as number);
    if (activity && activity.at(-1) !== row.at) activity.push(row.at);
  }
  return grouped;
}

/** Sessions are the same for all series of a source: worked out once for each silenceAfter. */
function sessionCache(activity: Map<number, Instant[]>) {
  const cache = new Map<string, Span[]>();
  return (sourceId: number) => (silenceAfterMs: number) => {
    const key = `${sourceId}/${silenceAfterMs}`;
    let sessions = cache.get(key);
    if (!sessions) {
      sessions = sessionsOf(activity.get(sourceId) as Activity, silenceAfterMs);
      cache.set(key, sessions);
    }
    return sessions;
  };
}

function sameSteps(a: readonly Step<State>[], b: readonly Step<State>[]): boolean {
  return a.length === b.length && a.every((step, i) => step.at === b[i]?.at && step.value === b[i]?.value);
}

/** What is stored of a series before `from`, and in [from, to]. */
function storedOf(stored: StoredSteps, id: number, from: Instant): { before: State | null; steps: Step<State>[] } {
  const all = stored.within.get(id) ?? [];
  const first = stored.before.get(id);
  return { before: valueAt<State | null>(all, from - 1, first?.value ?? null), steps: all.filter((step) => step.at >= from) };
}

/** Leaves out a first step that only repeats what held before; a heartbeat's pings are kept, each starts a run of its own. */
function withoutRepeat(steps: readonly Step<State>[], before: State | null, from: Instant, pings: ReadonlySet<Instant> | null): readonly Step<State>[] {
  const first = steps[0];
  return first && first.at === from && first.value === before && !pings?.has(from) ? steps.slice(1) : steps;
}

/** `isForced`: intervals are revised even where raw status is the same. */
export type Window = { from: Instant; to: Instant; isHead: boolean; isForced: boolean; judgedUpTo: Instant; chunkRowsMax: number };

/**
 * Judges [from, to] again from what is stored (rules 1 to 5) and writes what differs: states of each series, raw and effective status of
 * each component. Cost depends on the window alone. `isSettled`: what is stored after the window still follows from it.
 */
export async function judgeWindow(client: pg.ClientBase, world: World, wanted: Window, only?: (component: WorldComponent) => boolean): Promise<Judged> {
  const readFrom = wanted.from - lookBackMs(world);
  const past = await readObservations(client, readFrom, wanted.from - 1);
  const { rows: fresh, to } = await readChunk(client, wanted.from, wanted.to, wanted.chunkRowsMax);
  assert(to >= wanted.from, 'a piece of a span moves forward');
  const rows = past.concat(fresh);
  const window = { ...wanted, to, isHead: wanted.isHead && to === wanted.to };
  const { bySeries, activity } = group(rows, world);
  const sessionsFor = sessionCache(activity);
  const isPartial = await hasDropped(client, readFrom, to);
  const stored = await loadStates(
    client,
    world.series.map((s) => s.id),
    readFrom - 1,
    to,
  );
  const changes: StateChange[] = [];
  let isSettled = true;
  for (const component of world.components.filter(only ?? (() => true))) {
    const judged: { instance: number; steps: readonly Step<State>[] }[] = [];
    for (const series of world.series.filter((s) => s.componentId === component.id)) {
      const steps = judgeSeries(series);
      if (steps.length > 0) judged.push({ instance: series.instance, steps });
    }
    await writeComponentStatus(client, component, {
      ...rawSteps(judged, { from: window.from, to: window.to + 1 }, component.policies),
      window,
      latest: latestOf(component, world, bySeries),
    });

    function judgeSeries(series: WorldSeries): Step<State>[] {
      const rule = world.rules.get(series.sourceId) as NonNullable<ReturnType<typeof world.rules.get>>; // foreign key
      const observations = bySeries.get(series.id) ?? [];
      const old = storedOf(stored, series.id, window.from);
      if (isPartial && observations.length === 0)
        return old.before && old.steps[0]?.at !== window.from ? [{ at: window.from, value: old.before }, ...old.steps] : old.steps;
      const steps = seriesSteps({
        rule,
        before: stored.before.get(series.id) ?? null,
        observations,
        activity: activity.get(series.sourceId) as Activity,
        sessionsFor: sessionsFor(series.sourceId),
        window: { from: window.from, to: window.to + 1 },
        policies: component.policies,
      });
      const pings = rule.kind === 'heartbeat' ? new Set(observations.map((o) => o.at)) : null;
      const kept = withoutRepeat(steps, old.before, window.from, pings);
      if (!sameSteps(kept, old.steps)) changes.push({ seriesId: series.id, steps: kept });
      if (valueAt<State | null>(steps, window.to, null) !== valueAt<State | null>(old.steps, window.to, old.before)) isSettled = false;
      if (pings && kept.at(-1)?.at !== old.steps.at(-1)?.at) isSettled = false; // a heartbeat's silence counts from its last ping
      return steps;
    }
  }
  await replaceStates(client, changes, window.from, window.to);
  return { to: window.to, isSettled, observations: rows.length };
}

export type Latest = { observedAt: Instant | null; worstDataAgeMs: number | null };

/** The newest reading and the largest data age among the newest readings of a component's instances. */
function latestOf(component: WorldComponent, world: World, bySeries: Map<number, StoredObservation[]>): Latest {
  const latest: Latest = { observedAt: null, worstDataAgeMs: null };
  for (const series of world.series) {
    const last = series.componentId === component.id ? bySeries.get(series.id)?.at(-1) : undefined;
    if (!last || last.health === 'withdrawn') continue;
    latest.observedAt = Math.max(latest.observedAt ?? last.at, last.at);
    if (last.dataAgeMs !== null && last.health !== 'retired') latest.worstDataAgeMs = Math.max(latest.worstDataAgeMs ?? 0, last.dataAgeMs);
  }
  return latest;
}
