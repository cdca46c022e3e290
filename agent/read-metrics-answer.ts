import { type Answer, type Body, downAnswer, isFigure, type Sample } from './answer.ts';
import type { Group } from './config.ts';
import { isPlainName, isSelected } from './metric-selector.ts';
import { scanMetrics } from './scan-metrics.ts';
import { ParseError } from './text-cursor.ts';

type How = NonNullable<Group['prometheus']>;
type Metric = NonNullable<How['up']>;

const MILLISECONDS = 1_000;

/** Returns the worse of two values. NaN is the worst, because it proves nothing; otherwise the metric's `take` decides. */
function worse(a: number, b: number, take: Metric['take']): number {
  return take === 'highest' ? Math.max(a, b) : Math.min(a, b); // both functions return NaN if one value is NaN
}

/** Returns the Accept header. Names that not every format version allows need a version that does, or servers replace their characters. */
export function acceptMetrics(how: How): string {
  const isPlain = metricsOf(how).every(
    ({ selector: { metric, conditions } }) =>
      isPlainName(metric) && conditions.every(({ label }) => isPlainName(label)),
  );
  return isPlain
    ? 'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.5'
    : 'text/plain;version=1.0.0;escaping=allow-utf-8,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.8,text/plain;version=0.0.4;q=0.6,*/*;q=0.5';
}

function metricsOf({ up, dataAgeSeconds, latencySeconds }: How): Metric[] {
  return [up, dataAgeSeconds, latencySeconds].filter((metric) => metric !== undefined);
}

/** Returns the sample that counts for each metric. Errors: ParseError. */
function valuesOf({ text, type }: Body, metrics: readonly Metric[]): Map<Metric, number> {
  const values = new Map<Metric, number>();
  const names = new Set(metrics.map(({ selector }) => selector.metric));
  scanMetrics(
    text,
    { metrics: names, isOpenMetrics: /^application\/openmetrics-text\b/i.test(type) },
    ({ metric: name, labels, value }) => {
      for (const metric of metrics) {
        if (metric.selector.metric !== name || !isSelected(metric.selector, labels)) continue;
        values.set(metric, worse(value, values.get(metric) ?? value, metric.take));
      }
    },
  );
  return values;
}

export function readMetricsAnswer(body: Body, how: How): Answer {
  if (/protobuf/i.test(body.type)) return downAnswer('response is protobuf, not text', body.type);
  try {
    return answerOf(valuesOf(body, metricsOf(how)), how);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return downAnswer('response has invalid metrics', error.message);
  }
}

function answerOf(values: ReadonlyMap<Metric, number>, { up, dataAgeSeconds, latencySeconds }: How): Answer {
  const sample: Sample = { health: 'up' };
  if (up) {
    const value = values.get(up);
    if (value === undefined) return missing(up);
    if (value !== 1) return downAnswer(`${up.selector.text} is not 1`, String(value));
  }
  for (const [key, metric, per] of [
    ['dataAgeSeconds', dataAgeSeconds, 1],
    ['latencyMs', latencySeconds, MILLISECONDS],
  ] as const) {
    if (!metric) continue;
    const value = values.get(metric);
    if (value === undefined) return missing(metric);
    if (!isFigure(value * per))
      return downAnswer(`${metric.selector.text} is not a number of at least 0`, String(value));
    sample[key] = value * per;
  }
  return { sample };
}

function missing({ selector }: Metric): Answer {
  return downAnswer(`response has no sample of ${selector.text}`);
}
