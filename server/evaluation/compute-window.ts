import { countsByRegion, type RegionCounts, rawSteps } from '#domain/measurement/component-status';
import type { Instant } from '#domain/time/interval';
import type { WorldSeries } from '#server/evaluation/sql/evaluation-inputs';
import { type ComputedSeries, computeSeries } from './compute-series.ts';
import { type ComputedStatus, computeStatus, type Latest } from './compute-status.ts';
import { sessionCache } from './evidence.ts';
import type { Loaded } from './load-window.ts';

/** What the rules give for a window: the states of each series and the status of each component. */
export type Computed = { series: readonly ComputedSeries[]; components: readonly ComputedStatus[] };

/** Computes rules 1 to 5 over a window from what was loaded, without reading or writing. Cost depends only on the window and the number of series. */
export function computeWindow(loaded: Loaded): Computed {
  const { world, window, evidence, status, components } = loaded;
  const sessionsFor = sessionCache(evidence.activityOf);
  const computed = { series: [] as ComputedSeries[], components: [] as ComputedStatus[] };
  const byComponent = Map.groupBy(world.series.values(), ({ componentId }) => componentId);
  for (const component of components) {
    const ownSeries = byComponent.get(component.id) ?? [];
    const states = ownSeries.map((one) => computeSeries(one, component, { world, window, evidence, sessionsFor }));
    const observed = states
      .filter(({ steps }) => steps.length > 0)
      .map(({ series, steps }) => ({ instance: series.instance, steps }));
    const raw = rawSteps(observed, { from: window.from, to: window.to + 1 }, component.policies);
    computed.series.push(...states);
    computed.components.push(
      computeStatus({
        component,
        window,
        record: status.get(component.id) ?? { steps: [], intervals: [] },
        raw: raw.steps,
        counts: raw.counts,
        regions: withDataAges(countsByRegion(raw.instances, regionLookup(ownSeries)), ownSeries, loaded),
        latest: latestOf(ownSeries, loaded),
      }),
    );
  }
  return computed;
}

function regionLookup(ownSeries: readonly WorldSeries[]): (instance: number) => string | null {
  const regions = new Map(ownSeries.map((series) => [series.instance, series.region]));
  return (instance) => regions.get(instance) ?? null;
}

/** Adds the largest data age among the newest probes of a region's instances. */
function withDataAges(
  regions: Record<string, RegionCounts>,
  ownSeries: readonly WorldSeries[],
  loaded: Loaded,
): Record<string, RegionCounts> {
  const bySeries = Map.groupBy(ownSeries, ({ region }) => region ?? '');
  return Object.fromEntries(
    Object.entries(regions).map(([region, counts]) => {
      const { worstDataAgeMs } = latestOf(bySeries.get(region) ?? [], loaded);
      return [region, { ...counts, worstDataAgeMs }];
    }),
  );
}

/** Returns the newest probe, the largest data age among the newest probes of these series, and when their sources were last alive. */
function latestOf(
  ownSeries: readonly WorldSeries[],
  { world, evidence, window }: Pick<Loaded, 'world' | 'evidence' | 'window'>,
): Latest {
  const latest: Latest = { observedAt: null, worstDataAgeMs: null, aliveAt: null };
  for (const { id, sourceId } of ownSeries) {
    const aliveAt =
      world.rules.get(sourceId)?.kind === 'agent' ? (evidence.activityOf(sourceId).at(-1) ?? null) : window.to + 1;
    latest.aliveAt = laterOf(latest.aliveAt, aliveAt);
    const last = evidence.probesOf(id).at(-1);
    if (!last || last.health === 'withdrawn') continue;
    latest.observedAt = laterOf(latest.observedAt, last.at);
    if (last.dataAgeMs !== null && last.health !== 'retired')
      latest.worstDataAgeMs = Math.max(latest.worstDataAgeMs ?? 0, last.dataAgeMs);
  }
  return latest;
}

function laterOf(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
