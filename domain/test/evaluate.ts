import type { SeriesState } from '#domain/measurement/component-status';
import { rawSteps } from '#domain/measurement/component-status';
import { longestSilenceMs } from '#domain/measurement/policy';
import type { SeriesBefore } from '#domain/measurement/series-state';
import { seriesSteps, sessionsOf } from '#domain/measurement/series-state';
import type { Status } from '#domain/measurement/status';
import type { Instant, Span, Step } from '#domain/time/interval';
import type { Lapse, Scenario, ScenarioProbe, Source } from './naive-reference.ts';

type Series = SeriesState & { source: Source; before: SeriesBefore };
export type Evaluated = { series: Series[]; raw: Step<Status>[] };
type View = Pick<Series, 'source' | 'instance' | 'before'>;

function activityOf(probes: readonly ScenarioProbe[], source: Source): Instant[] {
  return [...new Set(probes.filter((o) => o.source === source.id).map((o) => o.at))].sort((a, b) => a - b);
}

function evaluateViews(s: Scenario, component: number, views: View[]): Evaluated {
  const series = views.map((view) => {
    const { source, instance, before } = view;
    const activity = activityOf(s.probes, source);
    const sessionsFor = (silenceAfterMs: number) => sessionsOf(activity, silenceAfterMs);
    const own = s.probes.filter((o) => o.source === source.id && o.component === component && o.instance === instance);
    const probes = own.sort((a, b) => a.at - b.at);
    const { window, policies } = s;
    const isOwn = (o: Lapse) => o.source === source.id && o.component === component && o.instance === instance;
    const lapses = (s.lapses ?? [])
      .filter(isOwn)
      .map(({ at }) => at)
      .sort((a, b) => a - b);
    return {
      ...view,
      steps: seriesSteps({ rule: source.rule, before, probes, activity, sessionsFor, lapses, window, policies }),
    };
  });
  return { series, raw: rawSteps(series, s.window, s.policies).steps };
}

/** Evaluates a scenario from its beginning. */
export function evaluateAll(s: Scenario, component: number): Evaluated {
  const instances = [
    ...new Set([...s.probes, ...(s.lapses ?? [])].filter((o) => o.component === component).map((o) => o.instance)),
  ];
  const views = s.sources.flatMap((source) => instances.map((instance) => ({ source, instance, before: null })));
  return evaluateViews(s, component, views);
}

/** Evaluates only `window`, from probes since three times the longest silenceAfter before it, and the state before those. */
export function evaluateLater(s: Scenario, component: number, whole: Evaluated, window: Span): Evaluated {
  const reach = window.from - 3 * longestSilenceMs(s.policies);
  const views = whole.series.map(({ source, instance, steps }) => {
    return { source, instance, before: steps.filter((step) => step.at < reach).at(-1) ?? null };
  });
  return evaluateViews(
    {
      ...s,
      window,
      probes: s.probes.filter((o) => o.at >= reach),
      lapses: (s.lapses ?? []).filter((l) => l.at >= reach),
    },
    component,
    views,
  );
}
