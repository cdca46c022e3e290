import { type AffectedInstances, affectedShare, peakWithin } from '#domain/measurement/affected-instances';
import { type Policy, policyAt } from '#domain/measurement/policy';
import type { Instant, Span, Step } from '#domain/time/interval';
import { type TickedSpan, tickedSpan } from '#domain/time/time-ticks';
import type { ChartSeries } from './published-version.ts';

/** The share of its length by which the chart begins before the first episode and ends after the last one. */
const MARGIN = 0.1;
const MARGIN_MS_MIN = 5 * 60_000;
/** Steps of a series. A busy one keeps the highest share of each part of the chart. */
const STEPS_MAX = 400;

/** Returns the time axis of the chart: from before the first episode to after the last. Without episodes, around the incident. */
export function chartSpan({ from, to }: Span): TickedSpan {
  const margin = Math.max(MARGIN_MS_MIN, Math.round((to - from) * MARGIN));
  return tickedSpan({ from: from - margin, to: to + margin });
}

type Measured = {
  slug: string;
  name: string;
  fleet: readonly Step<AffectedInstances>[];
  episodes: readonly (Span & { level: 2 | 3 })[];
  policies: readonly Policy[];
};

/** Returns the share of affected instances of a component within a span, with the thresholds in force when the first episode began. */
export function chartSeries({ slug, name, fleet, episodes, policies }: Measured, span: Span): ChartSeries {
  const { partialAt, majorAt } = policyAt(policies, episodes[0]?.from ?? span.from);
  return {
    component: slug,
    name,
    steps: thinned(fleet, span).map(({ at, value }) => ({ at, millionths: affectedShare(value), ...value })),
    partialAt,
    majorAt,
    episodes: episodes.map(({ from, to, level }) => {
      const peak = peakWithin(fleet, { from, to });
      return { from, to, level, peak: peak && { at: peak.at, millionths: affectedShare(peak.value) } };
    }),
  };
}

/** Returns the steps within a span. If there are too many, each of the parts that it is divided into has one step: the one with the highest share. */
function thinned(fleet: readonly Step<AffectedInstances>[], span: Span): Step<AffectedInstances>[] {
  const within = fleet
    .filter(({ at }, i) => at < span.to && (fleet[i + 1]?.at ?? span.to) > span.from)
    .map(({ at, value }) => ({ at: Math.max(at, span.from), value }));
  if (within.length <= STEPS_MAX) return within;
  const partOf = (at: Instant) => Math.floor(((at - span.from) * STEPS_MAX) / (span.to - span.from));
  return [...Map.groupBy(within, ({ at }) => partOf(at)).values()].map((own) =>
    own.reduce((highest, step) => (affectedShare(step.value) > affectedShare(highest.value) ? step : highest)),
  );
}
