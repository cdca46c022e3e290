import { describe, expect, test } from 'vitest';
import { factsAt, MINUTE, minutes } from '#domain/test/automation-facts';
import { automationRecord, did, recordOf } from '#domain/test/automation-record';
import { DEFAULT_SETTINGS, type IncidentSettings, settingsFrom } from './incident-record.ts';
import { outagesOf } from './outages.ts';

describe('an outage', () => {
  test('opens one incident when it is confirmed, with its first instant as the start', () => {
    const automation = recordOf();
    expect(automation.reconcile(factsAt(20 * MINUTE + 29_999, [minutes(20, 90)]))).toBe(0);
    expect(automation.reconcile(factsAt(20 * MINUTE + 30_000, [minutes(20, 90)]))).toBe(1);
    expect(automation.reconcile(factsAt(20 * MINUTE + 30_000, [minutes(20, 90)]))).toBe(0);
    expect(automation.reconcile(factsAt(21 * MINUTE, [minutes(20, 90)]))).toBe(0);
    expect(automation.incidents).toMatchObject([
      { state: 'detected', startedAt: 20 * MINUTE, isPublic: true, episodes: [{ to: null, level: 2 }] },
    ]);
  });

  test('that ended before its data arrived changes history without a report', () => {
    const automation = recordOf();
    expect(automation.reconcile(factsAt(200 * MINUTE, [minutes(20, 90)]))).toBe(0);
    expect(automation.reconcile(factsAt(90 * MINUTE + 59_999, [minutes(20, 90)]))).toBe(1); // one millisecond before it would have ended
  });

  test('ends after recoverFor without trouble, and the incident moves to monitoring', () => {
    const automation = recordOf();
    for (const t of [21, 89, 90.5]) automation.reconcile(factsAt(t * MINUTE, [minutes(20, 90)]));
    expect(did(automation)).toEqual(['open']);
    automation.reconcile(factsAt(91 * MINUTE, [minutes(20, 90)]));
    expect(did(automation)).toEqual(['open', 'revise', 'recover']);
    expect(automation.incidents).toMatchObject([{ state: 'monitoring', episodes: [{ to: 90 * MINUTE }] }]);
  });

  test('reports a rise in level once, even if it falls and rises again', () => {
    const automation = recordOf();
    const at = (t: number, level: 2 | 3) =>
      automation.reconcile({ ...factsAt(t * MINUTE, [minutes(20, 90, 1, level)]) });
    expect([at(21, 2), at(22, 3), at(23, 3), at(24, 2), at(25, 3)]).toEqual([1, 1, 0, 0, 0]);
    expect(did(automation)).toEqual(['open', 'raise']);
  });
});

describe('an outage reopens an incident', () => {
  const twice = (gap: number) => [minutes(20, 90), minutes(90 + gap, 90 + gap + 8)];
  const play = (gap: number, between: (automation: ReturnType<typeof automationRecord>) => void = () => undefined) => {
    const automation = recordOf();
    automation.reconcile(factsAt(21 * MINUTE, twice(gap)));
    automation.reconcile(factsAt(92 * MINUTE, twice(gap)));
    between(automation);
    automation.reconcile(factsAt((91 + gap) * MINUTE, twice(gap)));
    return automation;
  };
  const first = (automation: ReturnType<typeof automationRecord>) => automation.incidents[0]?.id ?? 0;
  const resolve = (automation: ReturnType<typeof automationRecord>) =>
    automation.change(first(automation), () => ({ state: 'resolved' }));

  test('as a new episode, in the state detected', () => {
    const automation = play(36);
    expect(automation.incidents).toMatchObject([
      { state: 'detected', episodes: [{ from: 20 * MINUTE }, { from: 126 * MINUTE, to: null }] },
    ]);
    expect(automation.actions.at(-1)).toMatchObject({ do: 'attach', report: 'recurred', isReopening: true });
  });

  test('that is resolved, up to two hours after its last episode', () => {
    expect(play(120, resolve).incidents).toHaveLength(1);
    expect(play(120 + 1 / 60_000, resolve).incidents).toHaveLength(2);
  });

  test('that is open, however late: a component has one open incident', () => {
    expect(play(600).incidents).toHaveLength(1);
  });

  test('but not if it is withdrawn or has a post-mortem', () => {
    expect(
      play(36, (automation) => automation.change(first(automation), () => ({ isClosed: true }))).incidents,
    ).toHaveLength(2);
    expect(
      play(36, (automation) => automation.change(first(automation), () => ({ state: 'postmortem' }))).incidents,
    ).toHaveLength(2);
  });

  test('but an ongoing outage stays with its withdrawn incident', () => {
    const automation = recordOf();
    automation.reconcile(factsAt(21 * MINUTE, [minutes(20, 90)]));
    automation.change(first(automation), () => ({ isClosed: true }));
    expect(automation.reconcile(factsAt(22 * MINUTE, [minutes(20, 90)]))).toBe(0);
  });
});

describe('a second component', () => {
  const both = (gap: number) => [minutes(20, 90), minutes(20 + gap, 80, 2)];
  test('joins within ten minutes of the start, and gets its own incident later', () => {
    for (const [gap, count] of [
      [10, 1],
      [10.001, 2],
    ] as const) {
      const automation = recordOf();
      for (const t of [21, 31.5]) automation.reconcile(factsAt(t * MINUTE, both(gap)));
      expect(automation.incidents).toHaveLength(count);
      expect(automation.actions.at(-1)).toMatchObject(
        count === 1 ? { do: 'attach', report: 'joined' } : { do: 'open' },
      );
    }
  });

  test('keeps the incident out of monitoring until it has recovered too', () => {
    const automation = recordOf();
    for (const t of [21, 31.5, 82]) automation.reconcile(factsAt(t * MINUTE, both(10)));
    expect(automation.incidents[0]?.state).toBe('detected');
    automation.reconcile(factsAt(91 * MINUTE, both(10)));
    expect(automation.incidents[0]?.state).toBe('monitoring');
  });
});

describe('changes by people', () => {
  test('an incident that staff opened takes the outage without another report', () => {
    const automation = recordOf();
    automation.incidents.push({
      id: 99,
      origin: 'staff',
      state: 'investigating',
      movedAt: 20 * MINUTE,
      isClosed: false,
      isPublic: true,
      heldUntil: null,
      startedAt: 20 * MINUTE,
      componentIds: [1],
      publishedIds: [1],
      operationalIds: [],
      episodes: [],
    });
    automation.reconcile(factsAt(21 * MINUTE, [minutes(20, 90)]));
    expect(automation.actions).toMatchObject([{ do: 'attach', incidentId: 99, report: 'none', isReopening: false }]);
    automation.reconcile(factsAt(200 * MINUTE, [minutes(20, 90)]));
    expect(automation.incidents).toMatchObject([{ state: 'investigating', episodes: [{ to: 90 * MINUTE }] }]);
  });

  test('a component that staff named only internally joins the public incident when it fails', () => {
    const automation = recordOf();
    const outages = [minutes(20, 90), minutes(50, 100, 2)];
    automation.reconcile(factsAt(21 * MINUTE, outages));
    automation.change(automation.incidents[0]?.id ?? 0, () => ({ componentIds: [1, 2] }));
    automation.reconcile(factsAt(51 * MINUTE, outages));
    expect(automation.actions.at(-1)).toMatchObject({ do: 'attach', report: 'joined', notifies: true });
    expect(automation.incidents).toHaveLength(1);
  });

  test('an internal incident of staff does not hide an outage from readers', () => {
    const play = (publish: IncidentSettings['publish'], holdMs = 0) => {
      const automation = recordOf({ publish, holdMs });
      const own = {
        id: 99,
        origin: 'staff',
        state: 'investigating',
        movedAt: 0,
        isClosed: false,
        isPublic: false,
        heldUntil: null,
      } as const;
      automation.incidents.push({
        ...own,
        startedAt: 0,
        componentIds: [1],
        publishedIds: [1],
        operationalIds: [],
        episodes: [],
      });
      for (const t of [21, 40]) automation.reconcile(factsAt(t * MINUTE, [minutes(20, 90)]));
      return automation;
    };
    expect(play('at_once').actions).toMatchObject([{ do: 'open', isPublic: true }]);
    expect(did(play('held', 5 * MINUTE))).toEqual(['open', 'publish']);
    expect(play('never').actions).toMatchObject([{ do: 'attach', incidentId: 99, report: 'none', heldUntil: null }]);
  });

  test('a component that staff named in a resolved incident reopens it when it fails', () => {
    const automation = recordOf();
    const outages = [minutes(20, 40), minutes(60, 100, 2)];
    for (const t of [21, 42]) automation.reconcile(factsAt(t * MINUTE, outages));
    automation.change(automation.incidents[0]?.id ?? 0, () => ({
      state: 'resolved',
      componentIds: [1, 2],
      publishedIds: [1, 2],
    }));
    automation.reconcile(factsAt(61 * MINUTE, outages));
    expect(automation.actions.at(-1)).toMatchObject({ do: 'attach', report: 'recurred', isReopening: true });
    expect(automation.incidents).toMatchObject([{ state: 'detected' }]);
  });

  test('a later change of state by a person stays', () => {
    const automation = recordOf();
    for (const t of [21, 92]) automation.reconcile(factsAt(t * MINUTE, [minutes(20, 90)]));
    automation.change(automation.incidents[0]?.id ?? 0, () => ({ state: 'investigating', movedAt: 93 * MINUTE }));
    expect(automation.reconcile(factsAt(200 * MINUTE, [minutes(20, 90)]))).toBe(0);
  });
});

describe('settings of a component', () => {
  test('held: published at the end of the hold, unless the outage ended before', () => {
    const held = { publish: 'held', holdMs: 5 * MINUTE } as const;
    const long = recordOf(held);
    long.reconcile(factsAt(21 * MINUTE, [minutes(20, 90)]));
    expect(long.incidents[0]).toMatchObject({ isPublic: false, heldUntil: 26 * MINUTE });
    long.reconcile(factsAt(26 * MINUTE - 1, [minutes(20, 90)]));
    expect(did(long)).toEqual(['open']);
    long.reconcile(factsAt(26 * MINUTE, [minutes(20, 90)]));
    expect(did(long)).toEqual(['open', 'publish']);
    const short = recordOf(held);
    for (const t of [21, 25, 30]) short.reconcile(factsAt(t * MINUTE, [minutes(20, 23)]));
    expect(short.incidents[0]?.isPublic).toBe(false);
  });

  test('never: only a person publishes it', () => {
    const automation = recordOf({ publish: 'never' });
    for (const t of [21, 80]) automation.reconcile(factsAt(t * MINUTE, [minutes(20, 90)]));
    expect(did(automation)).toEqual(['open']);
    expect(automation.incidents[0]).toMatchObject({ isPublic: false, heldUntil: null });
  });

  test('resolved automatically after recovery', () => {
    const automation = recordOf({ resolve: 'automatically' });
    for (const t of [21, 91]) automation.reconcile(factsAt(t * MINUTE, [minutes(20, 90)]));
    expect(automation.incidents[0]?.state).toBe('resolved');
  });
});

describe('two components in one incident', () => {
  const A_FIRST = [minutes(20, 90), minutes(25, 90, 2)];
  const held = (min: number) => ({ ...DEFAULT_SETTINGS, publish: 'held' as const, holdMs: min * MINUTE });
  const never = { ...DEFAULT_SETTINGS, publish: 'never' as const };
  const play = (first: IncidentSettings, second: IncidentSettings, outages = A_FIRST) => {
    const automation = automationRecord(
      settingsFrom(
        new Map([
          [1, first],
          [2, second],
        ]),
      ),
    );
    for (const t of [21, 24, 26]) automation.reconcile(factsAt(t * MINUTE, outages));
    return automation;
  };

  test('a component that publishes at once publishes it', () => {
    for (const first of [never, held(60)]) {
      const automation = play(first, DEFAULT_SETTINGS);
      expect(did(automation)).toEqual(['open', 'attach', 'publish']);
      expect(automation.incidents).toMatchObject([{ isPublic: true, componentIds: [1, 2] }]);
    }
  });

  test('the shorter hold applies, and any hold before never', () => {
    expect(play(held(60), held(5)).incidents).toMatchObject([{ isPublic: false, heldUntil: 31 * MINUTE }]);
    expect(play(held(6), held(60)).incidents).toMatchObject([{ isPublic: false, heldUntil: 27 * MINUTE }]);
    expect(play(never, held(5)).incidents).toMatchObject([{ isPublic: false, heldUntil: 31 * MINUTE }]);
    expect(play(held(60), never).incidents).toMatchObject([{ isPublic: false, heldUntil: 81 * MINUTE }]);
    expect(play(never, never).incidents).toMatchObject([{ isPublic: false, heldUntil: null }]);
  });

  test('a hold that ends while another component joins is still applied', () => {
    const automation = play(held(6), never, [minutes(20, 90), minutes(26.5, 90, 2)]);
    automation.reconcile(factsAt(27 * MINUTE, [minutes(20, 90), minutes(26.5, 90, 2)]));
    expect(did(automation)).toEqual(['open', 'attach', 'publish']);
  });

  test('a hold whose outage has ended does not publish the other', () => {
    expect(play(held(6), never, [minutes(20, 22), minutes(25, 90, 2)]).incidents).toMatchObject([
      { isPublic: false, heldUntil: null },
    ]);
    expect(play(held(6), held(60), [minutes(20, 22), minutes(25, 90, 2)]).incidents).toMatchObject([
      { isPublic: false, heldUntil: 86 * MINUTE },
    ]);
  });
});

describe('late data', () => {
  const opened = () => {
    const automation = recordOf();
    automation.reconcile(factsAt(21 * MINUTE, [minutes(20, 90)]));
    return automation;
  };

  test('that removes the outage does not withdraw the incident, and the outage can return', () => {
    const automation = opened();
    expect(automation.reconcile(factsAt(22 * MINUTE, []))).toBe(1);
    expect(automation.actions.at(-1)).toMatchObject({ do: 'remove', isAbsorbed: false });
    expect(automation.incidents).toMatchObject([
      { state: 'detected', isClosed: false, episodes: [{ isRemoved: true }] },
    ]);
    expect(automation.reconcile(factsAt(23 * MINUTE, [minutes(20, 90)]))).toBe(1);
    expect(automation.incidents).toMatchObject([{ episodes: [{ isRemoved: false }] }]);
  });

  test('that moves the ends of an outage changes them without a report', () => {
    const automation = opened();
    automation.reconcile(factsAt(25 * MINUTE, [minutes(18, 90)]));
    expect(did(automation)).toEqual(['open', 'revise']);
    expect(automation.incidents).toMatchObject([{ episodes: [{ from: 18 * MINUTE }] }]);
  });

  test('never shortens an outage that started before the facts, or adds it again', () => {
    const automation = opened();
    const cut = (t: number) => ({ ...factsAt(t * MINUTE, [minutes(50, 90)]), since: 60 * MINUTE });
    expect(automation.reconcile(cut(70))).toBe(0);
    expect(automation.reconcile(cut(100))).toBe(2); // ended and monitoring
    expect(automation.incidents).toMatchObject([{ episodes: [{ from: 20 * MINUTE, to: 90 * MINUTE }] }]);
    expect(recordOf().reconcile(cut(100))).toBe(0);
  });

  test('does not move the start of an outage that is cut at the start of the facts', () => {
    const automation = opened();
    expect(automation.reconcile({ ...factsAt(70 * MINUTE, [minutes(50, 90)]), since: 50 * MINUTE })).toBe(0);
    expect(recordOf().reconcile({ ...factsAt(100 * MINUTE, [minutes(50, 90)]), since: 50 * MINUTE })).toBe(0);
  });

  test('that joins the outage of a withdrawn incident with an ongoing one leaves it to the open incident without a report', () => {
    const automation = opened();
    const two = [minutes(20, 40), minutes(60, 80)];
    automation.change(automation.incidents[0]?.id ?? 0, () => ({ isClosed: true, state: 'resolved' }));
    for (const t of [42, 61]) automation.reconcile(factsAt(t * MINUTE, two));
    automation.reconcile(factsAt(70 * MINUTE, [minutes(20, 80)]));
    expect(automation.actions.at(-2)).toMatchObject({ do: 'remove', isAbsorbed: true });
    expect(automation.incidents).toMatchObject([
      { isClosed: true, episodes: [{ isRemoved: true }] },
      { state: 'detected', episodes: [{ from: 20 * MINUTE, to: null, isRemoved: false }] },
    ]);
    expect(automation.reconcile(factsAt(90 * MINUTE, [minutes(20, 80)]))).toBe(2); // ended and monitoring: the withdrawn incident does not take it back
  });

  test('that shows that the outage of a withdrawn incident is ongoing opens a new one', () => {
    const automation = opened();
    automation.change(automation.incidents[0]?.id ?? 0, () => ({ isClosed: true, state: 'resolved' }));
    automation.reconcile(factsAt(42 * MINUTE, [minutes(20, 40)]));
    automation.reconcile(factsAt(50 * MINUTE, [minutes(20, 80)]));
    expect(automation.actions.slice(-2)).toMatchObject([{ do: 'remove', isAbsorbed: true }, { do: 'open' }]);
  });

  test('that joins two episodes leaves one', () => {
    const automation = recordOf();
    const two = [minutes(20, 30), minutes(40, 50)];
    for (const t of [21, 32, 41, 52]) automation.reconcile(factsAt(t * MINUTE, two));
    automation.reconcile(factsAt(60 * MINUTE, [minutes(20, 50)]));
    expect(automation.actions.at(-2)).toMatchObject({ do: 'remove', isAbsorbed: true });
    expect(automation.incidents[0]?.episodes.filter((one) => !one.isRemoved)).toMatchObject([
      { from: 20 * MINUTE, to: 50 * MINUTE },
    ]);
  });
});

test('while a new policy is applied piece by piece, outages start and end, but history is not rewritten', () => {
  const at = (t: number, outages: Parameters<typeof factsAt>[1]) => {
    const facts = factsAt(t * MINUTE, outages);
    return { ...facts, components: facts.components.map((one) => ({ ...one, isBeingReEvaluated: true })) };
  };
  const automation = recordOf();
  automation.reconcile(factsAt(21 * MINUTE, [minutes(20, 40)]));
  automation.reconcile(factsAt(42 * MINUTE, [minutes(20, 40)]));
  const before = structuredClone(automation.incidents);
  for (const outages of [[], [minutes(30, 40)], [minutes(10, 12), minutes(20, 45)]])
    expect(automation.reconcile(at(60, outages))).toBe(0);
  expect(automation.incidents).toEqual(before);
  expect(automation.reconcile(at(91, [minutes(90, 100)]))).toBe(1);
  expect(automation.reconcile(at(95, [minutes(92, 100)]))).toBe(0);
  expect(automation.reconcile(at(102, [minutes(92, 100)]))).toBe(2); // ended and monitoring
  expect(automation.incidents.at(-1)?.episodes.at(-1)).toMatchObject({ from: 90 * MINUTE, to: 100 * MINUTE });
  expect(automation.reconcile(factsAt(110 * MINUTE, [minutes(92, 100)]))).toBe(2); // done: one is removed, one recovers
});

test('outages are runs of the two worst statuses, cut at the end of the evaluation', () => {
  const interval = (from: number, to: number | null, status: 'operational' | 'partial_outage' | 'major_outage') => ({
    from,
    to,
    status,
  });
  const intervals = [
    interval(0, 5, 'partial_outage'),
    interval(5, 9, 'major_outage'),
    interval(9, 20, 'operational'),
    interval(20, null, 'partial_outage'),
  ];
  expect(outagesOf(1, intervals, 30)).toEqual([
    { componentId: 1, from: 0, to: 9, level: 3 },
    { componentId: 1, from: 20, to: 30, level: 2 },
  ]);
  expect(outagesOf(1, intervals, 20)).toHaveLength(1);
});
