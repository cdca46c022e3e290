import { describe, expect, test } from 'vitest';
import type { PublicIncident } from '#domain/incident/public-incident';
import { publicStatus, statedOf, statedSinceOf } from './public-status.ts';

const SERVING = 'srv0a1b2c3d4';
const STEADY = {
  status: 'operational',
  since: 10,
  phase: 'steady',
  phaseSince: null,
  stated: null,
  statedSince: null,
} as const;
const shown = (change: Partial<Parameters<typeof publicStatus>[0]>) => publicStatus({ ...STEADY, ...change });

describe('the public status of a component', () => {
  test('is the monitored status with its start', () => {
    expect(shown({})).toEqual({ kind: 'operational', tone: 'operational', since: null });
    expect(shown({ status: 'major_outage' })).toEqual({ kind: 'major_outage', tone: 'major_outage', since: 10 });
    expect(shown({ phase: 'possible', phaseSince: 20 })).toEqual({ kind: 'possible', tone: 'possible', since: 20 });
    expect(shown({ status: 'partial_outage', phase: 'recovering', phaseSince: 20 })).toEqual({
      kind: 'recovering',
      tone: 'partial_outage',
      since: 20,
    });
    expect(shown({ status: 'unknown' })).toEqual({ kind: 'unknown', tone: 'unknown', since: 10 });
    expect(shown({ status: 'not_monitored' }).since).toBeNull();
  });

  test('is the stated status if that is worse, since it is stated', () => {
    const major = { kind: 'major_outage', tone: 'major_outage', since: null };
    expect(shown({ stated: 'major_outage', statedSince: 5 })).toEqual({ ...major, since: 5 });
    expect(shown({ stated: 'partial_outage', statedSince: 5, status: 'major_outage' }).since).toBe(10);
    expect(shown({ stated: 'major_outage' })).toEqual(major);
    expect(shown({ stated: 'major_outage', status: 'partial_outage' })).toEqual(major);
    expect(shown({ stated: 'major_outage', status: 'partial_outage', phase: 'recovering', phaseSince: 20 })).toEqual(
      major,
    );
    expect(shown({ stated: 'operational' })).toEqual({ kind: 'incident', tone: 'incident', since: null });
  });
});

describe('the stated status of a component', () => {
  const update = (isAutomatic: boolean, publicId = SERVING) => ({ isAutomatic, affected: [{ publicId }] });
  /** `updates` are newest first. */
  const incident = (status: string, updates: object[]) =>
    ({ components: [{ publicId: SERVING, status }], updates }) as unknown as PublicIncident; // the fields that statedOf reads
  const stated = (status: 'partial_outage' | 'operational' | 'unknown', ...incidents: PublicIncident[]) =>
    statedOf(SERVING, incidents, { status });

  test('by the automation falls with monitoring during trouble, but holds without trouble', () => {
    const automatic = incident('major_outage', [update(false, 'other'), update(true)]);
    expect(stated('partial_outage', automatic)).toBe('partial_outage');
    expect([stated('operational', automatic), stated('unknown', automatic)]).toEqual(['major_outage', 'major_outage']);
  });

  test('by staff holds whatever monitoring shows', () => {
    expect(stated('partial_outage', incident('major_outage', [update(false), update(true)]))).toBe('major_outage');
    expect(stated('partial_outage', incident('major_outage', []))).toBe('major_outage'); // taken over from another incident
  });

  test('is the worst of all incidents, or null if none names the component', () => {
    expect(stated('partial_outage', incident('operational', []), incident('degraded_performance', []))).toBe(
      'degraded_performance',
    );
    expect(statedOf('other', [incident('major_outage', [])], { status: 'operational' })).toBeNull();
  });
});

describe('the start of a stated status', () => {
  const incident = (startedAt: number, status: string) =>
    ({
      state: 'identified',
      startedAt,
      monitoringAt: null,
      episodes: [],
      updates: [],
      components: [{ publicId: SERVING, status }],
    }) as unknown as PublicIncident; // the fields that statedSinceOf reads

  test('is that of the earliest open incident that states it', () => {
    const incidents = [incident(30, 'major_outage'), incident(20, 'major_outage'), incident(10, 'partial_outage')];
    expect(statedSinceOf(SERVING, incidents, 'major_outage')).toBe(20);
  });

  test('is not known if no incident states it for the component', () => {
    expect([
      statedSinceOf(SERVING, [], null),
      statedSinceOf('other', [incident(10, 'major_outage')], 'major_outage'),
    ]).toEqual([null, null]);
  });
});
