import { describe, expect, test } from 'vitest';
import { healthByValue } from './health-values.ts';
import { readAnswer } from './read-answer.ts';
import { atPointer } from './read-json-answer.ts';

const values = healthByValue({});
const text = (body: string, how: object) =>
  readAnswer({ text: body, type: 'application/json' }, { json: { values, ...how } });
const json = (body: unknown, how: object) => text(JSON.stringify(body), how);
const healthOf = (status: unknown) => json({ status }, { health: '/status' }).sample.health;

describe('a JSON response', () => {
  test('is read at the pointers of the configuration', () => {
    const body = { status: 'ok', data: { 'age/s': 2.5 }, checks: [{ ms: 7 }] };
    expect(json(body, { health: '/status', dataAgeSeconds: '/data/age~1s', latencyMs: '/checks/0/ms' })).toEqual({
      sample: { health: 'up', dataAgeSeconds: 2.5, latencyMs: 7 },
    });
    expect(json({ status: 'warn', age: 4 }, { health: '/status', dataAgeSeconds: '/age' })).toEqual({
      sample: { health: 'degraded', dataAgeSeconds: 4 },
    });
  });

  test('without a configured value means down and names the missing value', () => {
    expect(json({}, { health: '/status' })).toEqual({
      sample: { health: 'down' },
      problem: 'response has no value at /status',
    });
    expect(json({ age: '3' }, { dataAgeSeconds: '/age' })).toEqual({
      sample: { health: 'down' },
      problem: 'response has no number of at least 0 at /age',
      detail: '"3"',
    });
    expect(json({ age: -1 }, { dataAgeSeconds: '/age' }).problem).toContain('/age');
    expect(text('<html>', {})).toEqual({
      sample: { health: 'down' },
      problem: 'response is not JSON',
      detail: '"<html>"',
    });
  });

  test('with a number that overflows means down, because it could not be sent', () => {
    expect(text('{"age":1e400}', { dataAgeSeconds: '/age' })).toMatchObject({
      sample: { health: 'down' },
      detail: 'null',
    });
    expect(text('{"ms":1e400}', { latencyMs: '/ms' }).sample).toEqual({ health: 'down' });
  });

  test('means up without any pointer or configuration', () => {
    expect(readAnswer({ text: 'whatever', type: '' }, {})).toEqual({ sample: { health: 'up' } });
    expect(atPointer({ a: [1] }, '/a/toString')).toBeUndefined();
  });
});

describe('deeply nested JSON', () => {
  const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
  const problem = 'response nests JSON deeper than 100 levels';

  test.each([102, 1_000, 200_000])('of %d levels means down and names the limit', (depth) => {
    expect(text(nested(depth), { health: '/0/a' })).toEqual({ sample: { health: 'down' }, problem });
    expect(text(`{"status":"ok","more":${nested(depth)}}`, { health: '/status' })).toMatchObject({ problem });
  });

  test('is read within the limit, and brackets in strings do not count', () => {
    expect(text(nested(100), { health: '/0/a' }).problem).toBe('health value at /0/a is unknown and counts as down');
    const body = JSON.stringify({ status: 'ok', text: '[{"\\'.repeat(200), list: Array(200).fill([{}]) });
    expect(text(body, { health: '/status' })).toEqual({ sample: { health: 'up' } });
  });
});

describe('a health value', () => {
  test.each([
    // draft-inadarei-api-health-check-06, section 3.1, with its aliases
    ...[
      ['pass', 'up'],
      ['Pass', 'up'],
      ['ok', 'up'],
      ['up', 'up'],
      ['warn', 'degraded'],
      ['fail', 'down'],
      ['error', 'down'],
      ['down', 'down'],
    ],
    // Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus
    ...[
      ['Healthy', 'up'],
      ['Degraded', 'degraded'],
      ['Unhealthy', 'down'],
    ],
    // Spring Boot Actuator, Status; Micronaut, HealthStatus; MicroProfile Health
    ...[
      ['UP', 'up'],
      ['DOWN', 'down'],
      ['OUT_OF_SERVICE', 'down'],
      ['Out of service', 'down'],
      ['UNKNOWN', 'down'],
    ],
    // @nestjs/terminus HealthCheckStatus; Consul; Elasticsearch; gRPC health; spatie/laravel-health
    ...[
      ['shutting_down', 'down'],
      ['passing', 'up'],
      ['critical', 'down'],
      ['green', 'up'],
      ['yellow', 'degraded'],
      ['SERVING', 'up'],
    ],
    ...[
      ['NOT_SERVING', 'down'],
      ['warning', 'degraded'],
      ['crashed', 'down'],
      [' ok\n', 'up'],
      [true, 'up'],
      [false, 'down'],
      ['true', 'up'], // etcd, /health
      ['false', 'down'],
    ],
  ])('%j is %s', (value, health) => {
    // biome-ignore format: a table
    expect(healthOf(value)).toBe(health);
  });

  test('that is unknown means down, and the problem is the same for every such value', () => {
    const problem = 'health value at /status is unknown and counts as down';
    expect(json({ status: 'boom' }, { health: '/status' })).toEqual({
      sample: { health: 'down' },
      problem,
      detail: '"boom"',
    });
    expect(json({ status: { a: 1 } }, { health: '/status' })).toEqual({
      sample: { health: 'down' },
      problem,
      detail: '{"a":1}',
    });
    expect(json({ status: 'x'.repeat(1000) }, { health: '/status' }).detail).toHaveLength(61);
    expect(json({ status: 1 }, { health: '/status' }).problem).toBe(problem);
    expect(json({ status: 'DOWN' }, { health: '/status' })).toEqual({
      sample: { health: 'down' },
      problem: 'health value at /status means down',
      detail: '"DOWN"',
    });
  });

  test('of the configuration takes precedence over the defaults', () => {
    const own = healthByValue({ up: ['Fine', 1], degraded: ['ok'] });
    const read = (status: unknown) => json({ status }, { health: '/status', values: own }).sample.health;
    expect(['fine', 'FINE', 1, 'ok', 'up', 'warn', 'down'].map(read)).toEqual([
      'up',
      'up',
      'up',
      'degraded',
      'down',
      'down',
      'down',
    ]);
  });
});

describe('a plain-text response', () => {
  const plain = (
    body: string,
    { type = 'text/plain', ...how }: { type?: string; dataAgeSeconds?: string; health?: string } = {},
  ) => readAnswer({ text: body, type }, { json: { values, health: '/status', ...how } });

  test.each([
    // ASP.NET Core, HealthCheckResponseWriters: only the status; "Unhealthy" comes with 503, unless the application maps it to 200
    ['Healthy', 'up'],
    ['Degraded', 'degraded'],
    ['Unhealthy', 'down'],
    // Kubernetes /healthz, /livez; Traefik /ping; Envoy /ready
    ['ok', 'up'],
    ['OK', 'up'],
    ['LIVE\n', 'up'],
    ['DRAINING\n', 'down'],
    ['PRE_INITIALIZING\n', 'down'],
    // draft-inadarei-api-health-check-06 and Spring's values, written by hand
    ['pass\r\n', 'up'],
    ['UP', 'up'],
    ['out-of-service', 'down'],
    ['true', 'up'],
  ])('%j is %s', (body, health) => {
    expect(plain(body).sample.health).toBe(health);
  });

  test.each(['text/plain', 'text/plain; charset=utf-8', 'Text/Plain;charset=UTF-8'])(
    'is recognised by its type %s',
    (type) => {
      expect(plain('Degraded', { type }).sample.health).toBe('degraded');
    },
  );

  test('with an unknown value means down and names the value', () => {
    expect(plain('Wonky')).toEqual({
      sample: { health: 'down' },
      problem: 'health value in plain text is unknown and counts as down',
      detail: '"Wonky"',
    });
  });

  test('with several words, of another type, or without a health pointer is read as JSON', () => {
    // Prometheus, /-/healthy
    for (const body of ['Prometheus Server is Healthy.\n', '', ' ', 'ok '.repeat(40)])
      expect(plain(body).problem).toBe('response is not JSON');
    for (const type of ['text/html', 'text/plainish', ''])
      expect(plain('ok', { type }).problem).toBe('response is not JSON');
    expect(readAnswer({ text: 'ok', type: 'text/plain' }, { json: { values, latencyMs: '/ms' } }).problem).toBe(
      'response is not JSON',
    );
  });

  test('may contain JSON, as from etcd', () => {
    expect(plain('{"health":"true","reason":""}', { health: '/health' }).sample.health).toBe('up');
  });

  test('contains no figures', () => {
    expect(plain('Healthy', { dataAgeSeconds: '/age' }).problem).toBe('response has no number of at least 0 at /age');
    expect(plain('Unhealthy', { dataAgeSeconds: '/age' }).problem).toBe('health value in plain text means down');
  });
});
