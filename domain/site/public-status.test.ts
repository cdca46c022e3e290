import { describe, expect, test } from 'vitest';
import type { PublicIncident } from '#domain/incident/public-incident';
import { publicStatus, statedOf } from './public-status.ts';

const SERVING = 'srv0a1b2c3d4';
const STEADY = { status: 'operational', since: 10, phase: 'steady', phaseSince: null, stated: null } as const;
const shown = (change: Partial<Parameters<typeof publicStatus>[0]>) => publicStatus({ ...STEADY, ...change });

describe('the public status of a component', () => {
  test('is what monitoring shows, with its time', () => {
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

  test('is what is stated where that is worse, and then claims no time that monitoring measured', () => {
    const major = { kind: 'major_outage', tone: 'major_outage', since: null };
    expect(shown({ stated: 'major_outage' })).toEqual(major);
    expect(shown({ stated: 'major_outage', status: 'partial_outage' })).toEqual(major);
    expect(shown({ stated: 'major_outage', status: 'partial_outage', phase: 'recovering', phaseSince: 20 })).toEqual(
      major,
    );
    expect(shown({ stated: 'operational' })).toEqual({ kind: 'incident', tone: 'incident', since: null });
  });
});

describe('what is stated of a component', () => {
  const update = (isAutomatic: boolean, publicId = SERVING) => ({ isAutomatic, affected: [{ publicId }] });
  /** `by`: who wrote each update, newest first. */
  const incident = (status: string, by: object[]) =>
    ({ components: [{ publicId: SERVING, status }], updates: by }) as unknown as PublicIncident; // what statedOf reads
  const stated = (status: 'partial_outage' | 'operational' | 'unknown', ...incidents: PublicIncident[]) =>
    statedOf(SERVING, incidents, { status });

  test('by monitoring falls with it while it sees trouble, but holds where it sees none', () => {
    const automatic = incident('major_outage', [update(false, 'other'), update(true)]);
    expect(stated('partial_outage', automatic)).toBe('partial_outage');
    expect([stated('operational', automatic), stated('unknown', automatic)]).toEqual(['major_outage', 'major_outage']);
  });

  test('by staff holds whatever monitoring sees', () => {
    expect(stated('partial_outage', incident('major_outage', [update(false), update(true)]))).toBe('major_outage');
    expect(stated('partial_outage', incident('major_outage', []))).toBe('major_outage'); // taken over from another incident
  });

  test('is the worst of all incidents, and null where none names it', () => {
    expect(stated('partial_outage', incident('operational', []), incident('degraded_performance', []))).toBe(
      'degraded_performance',
    );
    expect(statedOf('other', [incident('major_outage', [])], { status: 'operational' })).toBeNull();
  });
});
