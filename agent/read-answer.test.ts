import { describe, expect, test } from 'vitest';
import { atPointer, readAnswer, sampleOf } from './read-answer.ts';

const json = (body: unknown, how: object) => readAnswer(JSON.stringify(body), { json: { up: ['ok', true], degraded: ['warn'], ...how } });

describe('an answer in JSON', () => {
  test('is read where the pointers lead', () => {
    const body = { status: 'ok', data: { 'age/s': 2.5 }, checks: [{ ms: 7 }] };
    expect(json(body, { health: '/status', dataAgeSeconds: '/data/age~1s', latencyMs: '/checks/0/ms' })).toEqual({
      reading: { health: 'up', dataAgeSeconds: 2.5, latencyMs: 7 },
    });
    expect(json({ status: 'warn' }, { health: '/status' }).reading.health).toBe('degraded');
    expect(json({ status: 'boom' }, { health: '/status' })).toEqual({ reading: { health: 'down' } });
  });

  test('that does not hold what was asked for is down, and says what is missing', () => {
    expect(json({}, { health: '/status' })).toEqual({ reading: { health: 'down' }, complaint: 'the answer holds no /status' });
    expect(json({ age: '3' }, { dataAgeSeconds: '/age' }).reading).toEqual({ health: 'down' });
    expect(json({ age: -1 }, { dataAgeSeconds: '/age' }).complaint).toContain('/age');
    expect(readAnswer('<html>', { json: { up: [], degraded: [] } }).complaint).toContain('JSON');
  });

  test('that holds a figure beyond all figures is down: it could not be sent', () => {
    const huge = (body: string, how: object) => readAnswer(body, { json: { up: [], degraded: [], ...how } });
    expect(huge('{"age":1e400}', { dataAgeSeconds: '/age' })).toEqual({ reading: { health: 'down' }, complaint: 'the answer holds no number at /age' });
    expect(huge('{"ms":1e400}', { latencyMs: '/ms' }).reading).toEqual({ health: 'down' });
  });

  test('without any pointer, and with none at all, an answer is up', () => {
    expect(readAnswer('whatever', {})).toEqual({ reading: { health: 'up' } });
    expect(atPointer({ a: [1] }, '/a/toString')).toBeUndefined();
  });
});

describe("an answer in Prometheus' text format", () => {
  const text =
    '# HELP up x\nup 1\ndata_age_seconds{store="a"} 1e1\ndata_age_seconds{store="campaigns",dc="x, }y"} 33.5 1700000000\nlag NaN\nlatency_seconds 0.25\n';
  test('gives the sample whose labels are those asked for', () => {
    expect(sampleOf(text, 'data_age_seconds')).toBe(10);
    expect(sampleOf(text, 'data_age_seconds{store="campaigns"}')).toBe(33.5);
    expect(sampleOf(text, 'data_age')).toBeUndefined();
    expect(sampleOf(text, 'lag')).toBeUndefined();
  });

  test('is read as up, data age and latency; what is missing is down', () => {
    const how = { up: 'up', dataAgeSeconds: 'data_age_seconds', latencySeconds: 'latency_seconds' };
    expect(readAnswer(text, { prometheus: how })).toEqual({ reading: { health: 'up', dataAgeSeconds: 10, latencyMs: 250 } });
    for (const value of ['1e400', 'Infinity', '1e306'])
      expect(readAnswer(`lag ${value}`, { prometheus: { latencySeconds: 'lag' } })).toEqual({
        reading: { health: 'down' },
        complaint: 'the answer holds no lag',
      });
    expect(readAnswer('age 1e400', { prometheus: { dataAgeSeconds: 'age' } }).reading.health).toBe('down');
    expect(readAnswer('up 0', { prometheus: { up: 'up' } }).reading.health).toBe('down');
    expect(readAnswer('up 1', { prometheus: how })).toEqual({ reading: { health: 'down' }, complaint: 'the answer holds no data_age_seconds' });
  });
});
