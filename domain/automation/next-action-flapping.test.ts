import { describe, expect, test } from 'vitest';
import { factsAt, MINUTE, minutes } from '#domain/test/automation-facts';
import { type automationRecord, did, recordOf } from '#domain/test/automation-record';
import type { IncidentSettings } from './incident-record.ts';

describe('a flapping component', () => {
  const outages = [20, 30, 40, 50].map((from) => minutes(from, from + 5));
  const play = (change: Partial<IncidentSettings> = {}) => {
    const automation = recordOf(change);
    for (let t = 20; t < 60; t++) automation.reconcile(factsAt(t * MINUTE, outages));
    return automation;
  };
  const reported = (automation: ReturnType<typeof automationRecord>) =>
    automation.actions.flatMap((step): (string | boolean)[][] =>
      step.do === 'attach' ? [[step.report, step.notifies]] : step.do === 'recover' ? [[step.to, step.notifies]] : [],
    );

  test('is reported once, at its third episode, and later episodes send no notification', () => {
    expect(reported(play())).toEqual([
      ['monitoring', true],
      ['recurred', true],
      ['monitoring', true],
      ['flapping', true],
      ['monitoring', false],
      ['recurred', false],
      ['monitoring', false],
    ]);
  });

  test('still notifies of an outage that is worse than before', () => {
    const automation = play();
    const worse = [...outages, minutes(60, 65, 1, 3), minutes(70, 75, 1, 3)];
    for (let t = 60; t < 72; t++) automation.reconcile(factsAt(t * MINUTE, worse));
    expect(reported(automation).slice(-3)).toEqual([
      ['recurred', true],
      ['monitoring', false],
      ['recurred', false],
    ]);
  });

  test('resolves automatically only after an hour without an outage, and notifies', () => {
    const automation = play({ resolve: 'automatically' });
    expect(automation.incidents).toMatchObject([{ state: 'monitoring' }]);
    expect(automation.reconcile(factsAt(115 * MINUTE - 1, outages))).toBe(0);
    expect(automation.reconcile(factsAt(115 * MINUTE, outages))).toBe(1);
    expect(reported(automation).at(-1)).toEqual(['resolved', true]);
  });

  test('is reported once when an outage has lasted ten minutes', () => {
    const automation = play();
    const lasting = [...outages, minutes(60, 300)];
    for (let t = 60; t < 300; t++) automation.reconcile(factsAt(t * MINUTE, lasting));
    expect(automation.actions.at(-1)).toEqual({
      do: 'sustain',
      incidentId: expect.any(Number),
      episodeId: expect.any(Number),
      componentId: 1,
      level: 2,
      from: 60 * MINUTE,
    });
    expect(did(automation).filter((one) => one === 'sustain')).toHaveLength(1);
    const rising = play();
    for (let t = 60; t < 68; t++) rising.reconcile(factsAt(t * MINUTE, [...outages, minutes(60, 66, 1, 3)]));
    for (let t = 70; t < 100; t++)
      rising.reconcile(factsAt(t * MINUTE, [...outages, minutes(60, 66, 1, 3), minutes(70, 200, 1, t < 73 ? 2 : 3)]));
    expect(rising.actions.slice(-2)).toMatchObject([
      { do: 'raise', notifies: false },
      { do: 'sustain', level: 3 },
    ]);
  });

  test('is reported once as stable after an hour, if a person resolves its incidents', () => {
    const automation = play();
    expect(automation.reconcile(factsAt(115 * MINUTE - 1, outages))).toBe(0);
    expect(automation.reconcile(factsAt(115 * MINUTE, outages))).toBe(1);
    expect(automation.actions.at(-1)).toMatchObject({
      do: 'recover',
      to: 'monitoring',
      report: 'stable',
      notifies: true,
    });
    expect(automation.reconcile(factsAt(300 * MINUTE, outages))).toBe(0);
    const internal = play();
    internal.change(internal.incidents[0]?.id ?? 0, () => ({ isPublic: false }));
    expect(internal.reconcile(factsAt(115 * MINUTE, outages))).toBe(0);
  });

  test('notifies of a rise in level only if it is the first', () => {
    const automation = play();
    const rising = (from: number, level: 2 | 3) => [...outages, minutes(from, from + 5, 1, level)];
    automation.reconcile(factsAt(61 * MINUTE, rising(60, 2)));
    automation.reconcile(factsAt(62 * MINUTE, rising(60, 3)));
    expect(automation.actions.at(-1)).toMatchObject({ do: 'raise', notifies: true });
    for (const t of [67, 71]) automation.reconcile(factsAt(t * MINUTE, [...rising(60, 3), minutes(70, 75)]));
    automation.reconcile(factsAt(72 * MINUTE, [...rising(60, 3), minutes(70, 75, 1, 3)]));
    expect(automation.actions.at(-1)).toMatchObject({ do: 'raise', notifies: false });
  });
});
