import { describe, expect, test } from 'vitest';
import { factsAt, MINUTE, minutes } from '#domain/test/automation-facts';
import { type automationRecord, recordOf } from '#domain/test/automation-record';
import type { IncidentSettings } from './incident-record.ts';

describe('late data that shows that an outage did not end', () => {
  const ONE = [minutes(20, 40)];
  const ON = [minutes(20, 400, 1, 3)];
  const over = (
    change: Partial<IncidentSettings> = {},
    then: (id: number, automation: ReturnType<typeof automationRecord>) => void = () => undefined,
  ) => {
    const automation = recordOf(change);
    for (const t of [21, 41]) automation.reconcile(factsAt(t * MINUTE, ONE));
    expect(automation.incidents).toMatchObject([{ state: 'monitoring', episodes: [{ to: 40 * MINUTE }] }]);
    then(automation.incidents[0]?.id ?? 0, automation);
    return automation;
  };
  const resolved = (change: Partial<IncidentSettings> = {}) =>
    over(change, (id, automation) => automation.change(id, () => ({ state: 'resolved', movedAt: 42 * MINUTE })));

  test('reopens an incident that is resolved or in monitoring', () => {
    for (const automation of [resolved(), over()]) {
      expect(automation.reconcile(factsAt(50 * MINUTE, ON))).toBe(1);
      expect(automation.actions.at(-1)).toMatchObject({
        do: 'reopen',
        isReopening: true,
        notifies: true,
        outage: { level: 3 },
      });
      expect(automation.incidents).toMatchObject([
        { state: 'detected', episodes: [{ from: 20 * MINUTE, to: null, level: 3 }] },
      ]);
      expect(automation.reconcile(factsAt(51 * MINUTE, ON))).toBe(0);
    }
  });

  test('only changes history if the outage lasted longer but has ended', () => {
    const automation = resolved();
    expect(automation.reconcile(factsAt(50 * MINUTE, [minutes(20, 49.5)]))).toBe(1);
    expect(automation.actions.at(-1)).toMatchObject({ do: 'revise', to: 49.5 * MINUTE });
    expect(automation.incidents).toMatchObject([{ state: 'resolved' }]);
  });

  test('reports nothing if readers were never informed of a recovery', () => {
    const automation = recordOf();
    const with2 = (...own: readonly ReturnType<typeof minutes>[]) => [...own, minutes(22, 400, 2)];
    for (const t of [21, 23, 41]) automation.reconcile(factsAt(t * MINUTE, with2(...ONE)));
    automation.reconcile(factsAt(50 * MINUTE, with2(...ON)));
    expect(automation.actions.slice(-2)).toMatchObject([
      { do: 'revise', to: null },
      { do: 'raise', componentId: 1 },
    ]);
  });

  test('reports each component whose recovery was reported', () => {
    const automation = recordOf();
    const two = [...ONE, minutes(22, 40, 2)];
    for (const t of [21, 23, 41]) automation.reconcile(factsAt(t * MINUTE, two));
    automation.reconcile(factsAt(50 * MINUTE, [...ON, minutes(22, 400, 2)]));
    expect(automation.actions.slice(-2)).toMatchObject([
      { do: 'reopen', isReopening: true, outage: { componentId: 1 } },
      { do: 'reopen', isReopening: false, outage: { componentId: 2 } },
    ]);
  });

  test('reopens up to two hours after the last episode, and opens a new incident later', () => {
    for (const [later, count] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const automation = resolved();
      automation.reconcile(factsAt(160 * MINUTE + later, ON));
      expect(automation.incidents).toHaveLength(count);
      expect(automation.incidents.at(-1)?.episodes).toMatchObject([{ from: 20 * MINUTE, to: null, isRemoved: false }]);
    }
  });

  test('does not reopen an incident through its other component', () => {
    const automation = recordOf();
    const two = [minutes(15, 18, 2), ...ONE];
    for (const t of [15.5, 21, 41]) automation.reconcile(factsAt(t * MINUTE, two));
    automation.change(automation.incidents[0]?.id ?? 0, () => ({ state: 'resolved', movedAt: 42 * MINUTE }));
    automation.reconcile(factsAt(161 * MINUTE, [minutes(15, 18, 2), ...ON]));
    expect(automation.incidents).toMatchObject([{ state: 'resolved' }, { state: 'detected', startedAt: 20 * MINUTE }]);
  });

  test('opens a new incident if the old one is withdrawn or has a post-mortem', () => {
    for (const change of [{ isClosed: true }, { state: 'postmortem' as const }]) {
      const automation = over({}, (id, { change: set }) => set(id, () => change));
      automation.reconcile(factsAt(50 * MINUTE, ON));
      expect(automation.actions.slice(-2)).toMatchObject([
        { do: 'remove', isAbsorbed: true },
        { do: 'open', isPublic: true },
      ]);
      expect(automation.reconcile(factsAt(51 * MINUTE, ON))).toBe(0);
    }
  });

  test('restores a removed episode with a report, even if the incident was resolved since', () => {
    const automation = recordOf();
    automation.reconcile(factsAt(21 * MINUTE, ON));
    automation.reconcile(factsAt(22 * MINUTE, []));
    automation.change(automation.incidents[0]?.id ?? 0, () => ({ state: 'resolved', movedAt: 23 * MINUTE }));
    automation.reconcile(factsAt(30 * MINUTE, ON));
    expect(automation.actions.at(-1)).toMatchObject({ do: 'reopen', isReopening: true });
  });

  test('publishes a held incident at the end of its hold', () => {
    const automation = over({ publish: 'held', holdMs: 25 * MINUTE });
    automation.reconcile(factsAt(50 * MINUTE, ON));
    expect(automation.incidents).toMatchObject([{ isPublic: false, heldUntil: 75 * MINUTE }]);
    automation.reconcile(factsAt(75 * MINUTE, ON));
    expect(automation.actions.slice(-2)).toMatchObject([{ do: 'reopen' }, { do: 'publish' }]);
  });

  test('leaves an incident that a person resolved during the outage to that person', () => {
    const automation = recordOf();
    automation.reconcile(factsAt(21 * MINUTE, ON));
    automation.change(automation.incidents[0]?.id ?? 0, () => ({ state: 'resolved', movedAt: 22 * MINUTE }));
    expect(automation.reconcile(factsAt(30 * MINUTE, ON))).toBe(0);
  });
});
