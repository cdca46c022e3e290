import { describe, expect, test } from 'vitest';
import { healthTerms } from './health-words.ts';
import { readAnswer } from './read-answer.ts';
import { atPointer } from './read-json-answer.ts';

const words = healthTerms({});
const text = (body: string, how: object) =>
  readAnswer({ text: body, type: 'application/json' }, { json: { words, ...how } });
const json = (body: unknown, how: object) => text(JSON.stringify(body), how);
const healthOf = (status: unknown) => json({ status }, { health: '/status' }).reading.health;

describe('an answer in JSON', () => {
  test('is read where the pointers lead', () => {
    const body = { status: 'ok', data: { 'age/s': 2.5 }, checks: [{ ms: 7 }] };
    expect(json(body, { health: '/status', dataAgeSeconds: '/data/age~1s', latencyMs: '/checks/0/ms' })).toEqual({
      reading: { health: 'up', dataAgeSeconds: 2.5, latencyMs: 7 },
    });
    expect(json({ status: 'warn', age: 4 }, { health: '/status', dataAgeSeconds: '/age' })).toEqual({
      reading: { health: 'degraded', dataAgeSeconds: 4 },
    });
  });

  test('that does not hold what was asked for is down, and says what is missing', () => {
    expect(json({}, { health: '/status' })).toEqual({
      reading: { health: 'down' },
      complaint: 'the answer has nothing at /status',
    });
    expect(json({ age: '3' }, { dataAgeSeconds: '/age' })).toEqual({
      reading: { health: 'down' },
      complaint: 'the answer has no number of at least 0 at /age',
      detail: '"3"',
    });
    expect(json({ age: -1 }, { dataAgeSeconds: '/age' }).complaint).toContain('/age');
    expect(text('<html>', {})).toEqual({
      reading: { health: 'down' },
      complaint: 'the answer is not JSON',
      detail: '"<html>"',
    });
  });

  test('that holds a figure beyond all figures is down: it could not be sent', () => {
    expect(text('{"age":1e400}', { dataAgeSeconds: '/age' })).toMatchObject({
      reading: { health: 'down' },
      detail: 'null',
    });
    expect(text('{"ms":1e400}', { latencyMs: '/ms' }).reading).toEqual({ health: 'down' });
  });

  test('without any pointer, and with none at all, an answer is up', () => {
    expect(readAnswer({ text: 'whatever', type: '' }, {})).toEqual({ reading: { health: 'up' } });
    expect(atPointer({ a: [1] }, '/a/toString')).toBeUndefined();
  });
});

describe('a word for health', () => {
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
  ])('%j is %s', (word, health) => {
    // biome-ignore format: a table
    expect(healthOf(word)).toBe(health);
  });

  test('that is not known is down, and the complaint stays the same whatever the word', () => {
    const complaint = 'its health at /status is a word that is not known, and counts as down';
    expect(json({ status: 'boom' }, { health: '/status' })).toEqual({
      reading: { health: 'down' },
      complaint,
      detail: '"boom"',
    });
    expect(json({ status: { a: 1 } }, { health: '/status' })).toEqual({
      reading: { health: 'down' },
      complaint,
      detail: '{"a":1}',
    });
    expect(json({ status: 'x'.repeat(1000) }, { health: '/status' }).detail).toHaveLength(61);
    expect(json({ status: 1 }, { health: '/status' }).complaint).toBe(complaint);
    expect(json({ status: 'DOWN' }, { health: '/status' })).toEqual({
      reading: { health: 'down' },
      complaint: 'it says that it is down at /status',
      detail: '"DOWN"',
    });
  });

  test('of the configuration counts before the default ones', () => {
    const own = healthTerms({ up: ['Fine', 1], degraded: ['ok'] });
    const read = (status: unknown) => json({ status }, { health: '/status', words: own }).reading.health;
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

describe('an answer in plain text', () => {
  const plain = (
    body: string,
    { type = 'text/plain', ...how }: { type?: string; dataAgeSeconds?: string; health?: string } = {},
  ) => readAnswer({ text: body, type }, { json: { words, health: '/status', ...how } });

  test.each([
    // ASP.NET Core, HealthCheckResponseWriters: the status alone; "Unhealthy" comes with 503, unless the application maps it to 200
    ['Healthy', 'up'],
    ['Degraded', 'degraded'],
    ['Unhealthy', 'down'],
    // Kubernetes /healthz, /livez; Traefik /ping; Envoy /ready
    ['ok', 'up'],
    ['OK', 'up'],
    ['LIVE\n', 'up'],
    ['DRAINING\n', 'down'],
    ['PRE_INITIALIZING\n', 'down'],
    // draft-inadarei-api-health-check-06 and Spring's words, written by hand
    ['pass\r\n', 'up'],
    ['UP', 'up'],
    ['out-of-service', 'down'],
    ['true', 'up'],
  ])('%j is %s', (body, health) => {
    expect(plain(body).reading.health).toBe(health);
  });

  test.each(['text/plain', 'text/plain; charset=utf-8', 'Text/Plain;charset=UTF-8'])(
    'is known by its type %s',
    (type) => {
      expect(plain('Degraded', { type }).reading.health).toBe('degraded');
    },
  );

  test('of a word that is not known is down, and says which', () => {
    expect(plain('Wonky')).toEqual({
      reading: { health: 'down' },
      complaint: 'its health in plain text is a word that is not known, and counts as down',
      detail: '"Wonky"',
    });
  });

  test('of several words, of another type, or where no word is asked for is read as JSON', () => {
    // Prometheus, /-/healthy
    for (const body of ['Prometheus Server is Healthy.\n', '', ' ', 'ok '.repeat(40)])
      expect(plain(body).complaint).toBe('the answer is not JSON');
    for (const type of ['text/html', 'text/plainish', ''])
      expect(plain('ok', { type }).complaint).toBe('the answer is not JSON');
    expect(readAnswer({ text: 'ok', type: 'text/plain' }, { json: { words, latencyMs: '/ms' } }).complaint).toBe(
      'the answer is not JSON',
    );
  });

  test('may hold JSON, as etcd answers', () => {
    expect(plain('{"health":"true","reason":""}', { health: '/health' }).reading.health).toBe('up');
  });

  test('holds no figure', () => {
    expect(plain('Healthy', { dataAgeSeconds: '/age' }).complaint).toBe(
      'the answer has no number of at least 0 at /age',
    );
    expect(plain('Unhealthy', { dataAgeSeconds: '/age' }).complaint).toBe('it says that it is down in plain text');
  });
});
