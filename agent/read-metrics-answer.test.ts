import { describe, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { parseConfig } from './config.ts';
import { acceptMetrics, readMetricsAnswer } from './read-metrics-answer.ts';

function howOf(prometheus: object) {
  const text = JSON.stringify({
    candor: 'http://x',
    source: 'a',
    groups: [{ component: 'serving', list: ['http://a'], prometheus }],
  });
  return parseConfig(text, 'agent.yaml').groups[0]?.prometheus ?? {};
}
const read = (text: string, prometheus: object, type = 'text/plain; version=0.0.4'): Answer =>
  readMetricsAnswer({ text, type }, howOf(prometheus));
const ageOf = (text: string, dataAgeSeconds: unknown) => read(text, { dataAgeSeconds }).sample.dataAgeSeconds;

const STORES = 'data_age_seconds{store="profiles"} 3\ndata_age_seconds{store="campaigns"} 9000\n';

describe('a response with metrics', () => {
  test('is read as up, data age and latency', () => {
    const how = { up: 'up', dataAgeSeconds: 'data_age_seconds{store="campaigns"}', latencySeconds: 'latency_seconds' };
    expect(read(`up 1\n${STORES}latency_seconds 0.25\n`, how)).toEqual({
      sample: { health: 'up', dataAgeSeconds: 9000, latencyMs: 250 },
    });
  });

  test('may have samples without a blank before the value and samples with an exemplar', () => {
    expect(read('ready{job="x"}1\n', { up: 'ready{job="x"}' })).toEqual({ sample: { health: 'up' } });
    const exemplar =
      '# TYPE sync_ok counter\nsync_ok_total{store="a"} 1 # {trace_id="6c1011d34f17"} 0.25 1697141781.4\n# EOF\n';
    expect(read(exemplar, { up: 'sync_ok_total{store="a"}' })).toEqual({ sample: { health: 'up' } });
  });

  test('counts the worst of several samples, unless the configuration sets `take`', () => {
    expect(ageOf(STORES, "data_age_seconds{store='campaigns'}")).toBe(9000);
    expect(ageOf(STORES, 'data_age_seconds')).toBe(9000);
    expect(ageOf(STORES, { metric: 'data_age_seconds', take: 'lowest' })).toBe(3);
    const replicas = 'up{r="a"} 1\nup{r="b"} 0\n';
    expect(read(replicas, { up: 'up' }).sample.health).toBe('down');
    expect(read(replicas, { up: { metric: 'up', take: 'highest' } }).sample.health).toBe('up');
    expect(read('l 0.1\nl 0.4\nl 0.2\n', { latencySeconds: 'l' }).sample.latencyMs).toBe(400);
  });

  test('means down and names the problem if a sample is NaN, missing, invalid or negative', () => {
    expect(read('up 0\n', { up: 'up' })).toEqual({
      sample: { health: 'down' },
      problem: 'up is not 1',
      detail: '0',
    });
    expect(read('b 1\n', { up: 'up' })).toEqual({
      sample: { health: 'down' },
      problem: 'response has no sample of up',
    });
    for (const [value, detail] of [['NaN', 'NaN'], ['+Inf', 'Infinity'], ['-3', '-3'], ['1e400', 'Infinity']]) // biome-ignore format: one line each
      expect(read(`age ${value}\n`, { dataAgeSeconds: 'age' })).toEqual({
        sample: { health: 'down' },
        problem: 'age is not a number of at least 0',
        detail,
      });
    expect(read('l 1e306\n', { latencySeconds: 'l' }).sample).toEqual({ health: 'down' });
    for (const take of ['highest', 'lowest'])
      expect(ageOf('age{s="a"} 3\nage{s="b"} NaN\nage{s="c"} 9', { metric: 'age', take })).toBeUndefined();
    expect(read('age{s="a"} 3\nage{s="b} 9000\n', { dataAgeSeconds: 'age' })).toEqual({
      sample: { health: 'down' },
      problem: 'response has invalid metrics',
      detail: 'line 2, character 15: expected a closing quote, found the end',
    });
  });

  test('in OpenMetrics must end with "# EOF", because the worst sample may be missing otherwise', () => {
    const type = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
    expect(read('age 3\n# EOF\n', { dataAgeSeconds: 'age' }, type).sample.health).toBe('up');
    expect(read('age 3\n', { dataAgeSeconds: 'age' }, type)).toMatchObject({
      sample: { health: 'down' },
      detail: 'no "# EOF" at the end; the response may be truncated',
    });
    expect(
      read('', { up: 'up' }, 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily').problem,
    ).toContain('protobuf');
  });

  test('is requested in a format that allows the names of the selectors', () => {
    expect(acceptMetrics(howOf({ up: 'up' }))).toBe(
      'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.5',
    );
    expect(acceptMetrics(howOf({ up: '{"my.metric"}' }))).toContain('text/plain;version=1.0.0;escaping=allow-utf-8,');
    expect(acceptMetrics(howOf({ up: 'up{"label.x"="y"}' }))).toContain('escaping=allow-utf-8');
  });
});
