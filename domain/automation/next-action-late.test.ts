import { describe, expect, test } from 'vitest';
import { factsAt, MINUTE, minutes } from '#domain/test/automation-facts';
import { type automationRecord, recordOf } from '#domain/test/automation-record';
import type { IncidentSettings } from './incident-record.ts';

describe('late data that shows that an outage goes on after all', () => {
  const ONE = [minutes(20, 40)];
  const ON = [minutes(20, 400, 1, 3)];
  const over = (
    change: Partial<IncidentSettings> = {},
    then: (id: number, kept: ReturnType<typeof automationRecord>) => void = () => undefined,
  ) => {
    const kept = recordOf(change);
    for (const t of [21, 41]) kept.keep(factsAt(t * MINUTE, ONE));
    expect(kept.incidents).toMatchObject([{ state: 'monitoring', episodes: [{ to: 40 * MINUTE }] }]);
    then(kept.incidents[0]?.id ?? 0, kept);
    return kept;
  };
  const resolved = (change: Partial<IncidentSettings> = {}) =>
    over(change, (id, kept) => kept.change(id, () => ({ state: 'resolved', movedAt: 42 * MINUTE })));

  test('brings a resolved incident back, and one that is watched', () => {
    for (const kept of [resolved(), over()]) {
      expect(kept.keep(factsAt(50 * MINUTE, ON))).toBe(1);
      expect(kept.told.at(-1)).toMatchObject({ do: 'resume', isReopening: true, notifies: true, outage: { level: 3 } });
      expect(kept.incidents).toMatchObject([
        { state: 'detected', episodes: [{ from: 20 * MINUTE, to: null, level: 3 }] },
      ]);
      expect(kept.keep(factsAt(51 * MINUTE, ON))).toBe(0);
    }
  });

  test('only changes history where the outage reaches further and is over all the same', () => {
    const kept = resolved();
    expect(kept.keep(factsAt(50 * MINUTE, [minutes(20, 49.5)]))).toBe(1);
    expect(kept.told.at(-1)).toMatchObject({ do: 'revise', to: 49.5 * MINUTE });
    expect(kept.incidents).toMatchObject([{ state: 'resolved' }]);
  });

  test('is silent where readers never heard that the component is well: the incident went on for another', () => {
    const kept = recordOf();
    const with2 = (...own: readonly ReturnType<typeof minutes>[]) => [...own, minutes(22, 400, 2)];
    for (const t of [21, 23, 41]) kept.keep(factsAt(t * MINUTE, with2(...ONE)));
    kept.keep(factsAt(50 * MINUTE, with2(...ON)));
    expect(kept.told.slice(-2)).toMatchObject([
      { do: 'revise', to: null },
      { do: 'raise', componentId: 1 },
    ]);
  });

  test('is told of each component that was called well', () => {
    const kept = recordOf();
    const two = [...ONE, minutes(22, 40, 2)];
    for (const t of [21, 23, 41]) kept.keep(factsAt(t * MINUTE, two));
    kept.keep(factsAt(50 * MINUTE, [...ON, minutes(22, 400, 2)]));
    expect(kept.told.slice(-2)).toMatchObject([
      { do: 'resume', isReopening: true, outage: { componentId: 1 } },
      { do: 'resume', isReopening: false, outage: { componentId: 2 } },
    ]);
  });

  test('up to two hours after the last episode of the incident; later it opens another', () => {
    for (const [later, count] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const kept = resolved();
      kept.keep(factsAt(160 * MINUTE + later, ON));
      expect(kept.incidents).toHaveLength(count);
      expect(kept.incidents.at(-1)?.episodes).toMatchObject([{ from: 20 * MINUTE, to: null, isRemoved: false }]);
    }
  });

  test('does not come back to an incident that refuses it by way of its other component', () => {
    const kept = recordOf();
    const two = [minutes(15, 18, 2), ...ONE];
    for (const t of [15.5, 21, 41]) kept.keep(factsAt(t * MINUTE, two));
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ state: 'resolved', movedAt: 42 * MINUTE }));
    kept.keep(factsAt(161 * MINUTE, [minutes(15, 18, 2), ...ON]));
    expect(kept.incidents).toMatchObject([{ state: 'resolved' }, { state: 'detected', startedAt: 20 * MINUTE }]);
  });

  test('opens another where it was withdrawn or its post-mortem is out', () => {
    for (const change of [{ isClosed: true }, { state: 'postmortem' as const }]) {
      const kept = over({}, (id, { change: set }) => set(id, () => change));
      kept.keep(factsAt(50 * MINUTE, ON));
      expect(kept.told.slice(-2)).toMatchObject([
        { do: 'erase', isSwallowed: true },
        { do: 'open', isPublic: true },
      ]);
      expect(kept.keep(factsAt(51 * MINUTE, ON))).toBe(0);
    }
  });

  test('gives back what it had erased: told, also where the incident was resolved meanwhile', () => {
    const kept = recordOf();
    kept.keep(factsAt(21 * MINUTE, ON));
    kept.keep(factsAt(22 * MINUTE, []));
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ state: 'resolved', movedAt: 23 * MINUTE }));
    kept.keep(factsAt(30 * MINUTE, ON));
    expect(kept.told.at(-1)).toMatchObject({ do: 'resume', isReopening: true });
  });

  test('lets a held incident be published after all', () => {
    const kept = over({ publish: 'held', holdMs: 25 * MINUTE });
    kept.keep(factsAt(50 * MINUTE, ON));
    expect(kept.incidents).toMatchObject([{ isPublic: false, heldUntil: 75 * MINUTE }]);
    kept.keep(factsAt(75 * MINUTE, ON));
    expect(kept.told.slice(-2)).toMatchObject([{ do: 'resume' }, { do: 'publish' }]);
  });

  test('is a person’s matter where they called it over while it went on', () => {
    const kept = recordOf();
    kept.keep(factsAt(21 * MINUTE, ON));
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ state: 'resolved', movedAt: 22 * MINUTE }));
    expect(kept.keep(factsAt(30 * MINUTE, ON))).toBe(0);
  });
});
