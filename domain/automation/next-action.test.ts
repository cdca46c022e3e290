import { describe, expect, test } from 'vitest';
import { factsAt, MINUTE, minutes } from '#domain/test/automation-facts';
import { automationRecord, did, recordOf } from '#domain/test/automation-record';
import { DEFAULT_SETTINGS, type IncidentSettings } from './incident-record.ts';
import { settingsFrom } from './next-action.ts';
import { outagesOf } from './outages.ts';

describe('an outage', () => {
  test('opens an incident at its first instant, once it is confirmed, and once only', () => {
    const kept = recordOf();
    expect(kept.keep(factsAt(20 * MINUTE + 29_999, [minutes(20, 90)]))).toBe(0);
    expect(kept.keep(factsAt(20 * MINUTE + 30_000, [minutes(20, 90)]))).toBe(1);
    expect(kept.keep(factsAt(20 * MINUTE + 30_000, [minutes(20, 90)]))).toBe(0);
    expect(kept.keep(factsAt(21 * MINUTE, [minutes(20, 90)]))).toBe(0);
    expect(kept.incidents).toMatchObject([
      { state: 'detected', startedAt: 20 * MINUTE, isPublic: true, episodes: [{ to: null, level: 2 }] },
    ]);
  });

  test('that is over before it is heard of changes history silently', () => {
    const kept = recordOf();
    expect(kept.keep(factsAt(200 * MINUTE, [minutes(20, 90)]))).toBe(0);
    expect(kept.keep(factsAt(90 * MINUTE + 59_999, [minutes(20, 90)]))).toBe(1); // its twin: it still recovers
  });

  test('ends when it has been over for recoverFor, and the incident is watched', () => {
    const kept = recordOf();
    for (const t of [21, 89, 90.5]) kept.keep(factsAt(t * MINUTE, [minutes(20, 90)]));
    expect(did(kept)).toEqual(['open']);
    kept.keep(factsAt(91 * MINUTE, [minutes(20, 90)]));
    expect(did(kept)).toEqual(['open', 'revise', 'move']);
    expect(kept.incidents).toMatchObject([{ state: 'monitoring', episodes: [{ to: 90 * MINUTE }] }]);
  });

  test('rises in level once; falling and rising again says nothing', () => {
    const kept = recordOf();
    const at = (t: number, level: 2 | 3) => kept.keep({ ...factsAt(t * MINUTE, [minutes(20, 90, 1, level)]) });
    expect([at(21, 2), at(22, 3), at(23, 3), at(24, 2), at(25, 3)]).toEqual([1, 1, 0, 0, 0]);
    expect(did(kept)).toEqual(['open', 'raise']);
  });
});

describe('an incident comes back', () => {
  const twice = (gap: number) => [minutes(20, 90), minutes(90 + gap, 90 + gap + 8)];
  const play = (gap: number, between: (kept: ReturnType<typeof automationRecord>) => void = () => undefined) => {
    const kept = recordOf();
    kept.keep(factsAt(21 * MINUTE, twice(gap)));
    kept.keep(factsAt(92 * MINUTE, twice(gap)));
    between(kept);
    kept.keep(factsAt((91 + gap) * MINUTE, twice(gap)));
    return kept;
  };
  const first = (kept: ReturnType<typeof automationRecord>) => kept.incidents[0]?.id ?? 0;
  const resolve = (kept: ReturnType<typeof automationRecord>) =>
    kept.change(first(kept), () => ({ state: 'resolved' }));

  test('as a new episode of the same, which nobody investigates again yet', () => {
    const kept = play(36);
    expect(kept.incidents).toMatchObject([
      { state: 'detected', episodes: [{ from: 20 * MINUTE }, { from: 126 * MINUTE, to: null }] },
    ]);
    expect(kept.told.at(-1)).toMatchObject({ do: 'attach', news: 'back', isReopening: true });
  });

  test('also when it is resolved, up to two hours after its last episode', () => {
    expect(play(120, resolve).incidents).toHaveLength(1);
    expect(play(120 + 1 / 60_000, resolve).incidents).toHaveLength(2);
  });

  test('while it is open, however late: one component has one open incident', () => {
    expect(play(600).incidents).toHaveLength(1);
  });

  test('but not when it was withdrawn, or its post-mortem is out', () => {
    expect(play(36, (kept) => kept.change(first(kept), () => ({ isClosed: true }))).incidents).toHaveLength(2);
    expect(play(36, (kept) => kept.change(first(kept), () => ({ state: 'postmortem' }))).incidents).toHaveLength(2);
  });

  test('a withdrawn incident still accounts for its outage', () => {
    const kept = recordOf();
    kept.keep(factsAt(21 * MINUTE, [minutes(20, 90)]));
    kept.change(first(kept), () => ({ isClosed: true }));
    expect(kept.keep(factsAt(22 * MINUTE, [minutes(20, 90)]))).toBe(0);
  });
});

describe('a second component', () => {
  const both = (gap: number) => [minutes(20, 90), minutes(20 + gap, 80, 2)];
  test('joins within ten minutes of the start, and opens its own later', () => {
    for (const [gap, count] of [
      [10, 1],
      [10.001, 2],
    ] as const) {
      const kept = recordOf();
      for (const t of [21, 31.5]) kept.keep(factsAt(t * MINUTE, both(gap)));
      expect(kept.incidents).toHaveLength(count);
      expect(kept.told.at(-1)).toMatchObject(count === 1 ? { do: 'attach', news: 'joined' } : { do: 'open' });
    }
  });

  test('keeps the incident from being watched until it is clean too', () => {
    const kept = recordOf();
    for (const t of [21, 31.5, 82]) kept.keep(factsAt(t * MINUTE, both(10)));
    expect(kept.incidents[0]?.state).toBe('detected');
    kept.keep(factsAt(91 * MINUTE, both(10)));
    expect(kept.incidents[0]?.state).toBe('monitoring');
  });
});

describe('what people do', () => {
  test('an incident that staff opened takes the outage, and nobody is told twice', () => {
    const kept = recordOf();
    kept.incidents.push({
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
      wellIds: [],
      episodes: [],
    });
    kept.keep(factsAt(21 * MINUTE, [minutes(20, 90)]));
    expect(kept.told).toMatchObject([{ do: 'attach', incidentId: 99, news: 'quiet', isReopening: false }]);
    kept.keep(factsAt(200 * MINUTE, [minutes(20, 90)]));
    expect(kept.incidents).toMatchObject([{ state: 'investigating', episodes: [{ to: 90 * MINUTE }] }]);
  });

  test('a component that staff named among themselves in a public incident joins it for readers when it fails', () => {
    const kept = recordOf();
    const outages = [minutes(20, 90), minutes(50, 100, 2)];
    kept.keep(factsAt(21 * MINUTE, outages));
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ componentIds: [1, 2] }));
    kept.keep(factsAt(51 * MINUTE, outages));
    expect(kept.told.at(-1)).toMatchObject({ do: 'attach', news: 'joined', notifies: true });
    expect(kept.incidents).toHaveLength(1);
  });

  test('an incident that staff keep to themselves does not keep an outage from readers', () => {
    const play = (publish: IncidentSettings['publish'], holdMs = 0) => {
      const kept = recordOf({ publish, holdMs });
      const own = {
        id: 99,
        origin: 'staff',
        state: 'investigating',
        movedAt: 0,
        isClosed: false,
        isPublic: false,
        heldUntil: null,
      } as const;
      kept.incidents.push({ ...own, startedAt: 0, componentIds: [1], publishedIds: [1], wellIds: [], episodes: [] });
      for (const t of [21, 40]) kept.keep(factsAt(t * MINUTE, [minutes(20, 90)]));
      return kept;
    };
    expect(play('at_once').told).toMatchObject([{ do: 'open', isPublic: true }]);
    expect(did(play('held', 5 * MINUTE))).toEqual(['open', 'publish']);
    expect(play('never').told).toMatchObject([{ do: 'attach', incidentId: 99, news: 'quiet', heldUntil: null }]);
  });

  test('a component that staff named in an incident since resolved brings it back when it fails', () => {
    const kept = recordOf();
    const outages = [minutes(20, 40), minutes(60, 100, 2)];
    for (const t of [21, 42]) kept.keep(factsAt(t * MINUTE, outages));
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ state: 'resolved', componentIds: [1, 2], publishedIds: [1, 2] }));
    kept.keep(factsAt(61 * MINUTE, outages));
    expect(kept.told.at(-1)).toMatchObject({ do: 'attach', news: 'back', isReopening: true });
    expect(kept.incidents).toMatchObject([{ state: 'detected' }]);
  });

  test('a later word of a person stands: incident automation does not move the incident on again', () => {
    const kept = recordOf();
    for (const t of [21, 92]) kept.keep(factsAt(t * MINUTE, [minutes(20, 90)]));
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ state: 'investigating', movedAt: 93 * MINUTE }));
    expect(kept.keep(factsAt(200 * MINUTE, [minutes(20, 90)]))).toBe(0);
  });
});

describe('settings of a component', () => {
  test('held: published when the hold is over, unless the outage was over by then', () => {
    const held = { publish: 'held', holdMs: 5 * MINUTE } as const;
    const long = recordOf(held);
    long.keep(factsAt(21 * MINUTE, [minutes(20, 90)]));
    expect(long.incidents[0]).toMatchObject({ isPublic: false, heldUntil: 26 * MINUTE });
    long.keep(factsAt(26 * MINUTE - 1, [minutes(20, 90)]));
    expect(did(long)).toEqual(['open']);
    long.keep(factsAt(26 * MINUTE, [minutes(20, 90)]));
    expect(did(long)).toEqual(['open', 'publish']);
    const short = recordOf(held);
    for (const t of [21, 25, 30]) short.keep(factsAt(t * MINUTE, [minutes(20, 23)]));
    expect(short.incidents[0]?.isPublic).toBe(false);
  });

  test('never: only a person publishes it', () => {
    const kept = recordOf({ publish: 'never' });
    for (const t of [21, 80]) kept.keep(factsAt(t * MINUTE, [minutes(20, 90)]));
    expect(did(kept)).toEqual(['open']);
    expect(kept.incidents[0]).toMatchObject({ isPublic: false, heldUntil: null });
  });

  test('resolved automatically once clean', () => {
    const kept = recordOf({ resolve: 'automatically' });
    for (const t of [21, 91]) kept.keep(factsAt(t * MINUTE, [minutes(20, 90)]));
    expect(kept.incidents[0]?.state).toBe('resolved');
  });
});

describe('of two components in one incident', () => {
  const A_FIRST = [minutes(20, 90), minutes(25, 90, 2)];
  const held = (min: number) => ({ ...DEFAULT_SETTINGS, publish: 'held' as const, holdMs: min * MINUTE });
  const never = { ...DEFAULT_SETTINGS, publish: 'never' as const };
  const play = (first: IncidentSettings, second: IncidentSettings, outages = A_FIRST) => {
    const kept = automationRecord(
      settingsFrom(
        new Map([
          [1, first],
          [2, second],
        ]),
      ),
    );
    for (const t of [21, 24, 26]) kept.keep(factsAt(t * MINUTE, outages));
    return kept;
  };

  test('the one that is public at once publishes it', () => {
    for (const first of [never, held(60)]) {
      const kept = play(first, DEFAULT_SETTINGS);
      expect(did(kept)).toEqual(['open', 'attach', 'publish']);
      expect(kept.incidents).toMatchObject([{ isPublic: true, componentIds: [1, 2] }]);
    }
  });

  test('the shorter hold counts, and a hold before never', () => {
    expect(play(held(60), held(5)).incidents).toMatchObject([{ isPublic: false, heldUntil: 31 * MINUTE }]);
    expect(play(held(6), held(60)).incidents).toMatchObject([{ isPublic: false, heldUntil: 27 * MINUTE }]);
    expect(play(never, held(5)).incidents).toMatchObject([{ isPublic: false, heldUntil: 31 * MINUTE }]);
    expect(play(held(60), never).incidents).toMatchObject([{ isPublic: false, heldUntil: 81 * MINUTE }]);
    expect(play(never, never).incidents).toMatchObject([{ isPublic: false, heldUntil: null }]);
  });

  test('a hold that ends as another component joins is kept', () => {
    const kept = play(held(6), never, [minutes(20, 90), minutes(26.5, 90, 2)]);
    kept.keep(factsAt(27 * MINUTE, [minutes(20, 90), minutes(26.5, 90, 2)]));
    expect(did(kept)).toEqual(['open', 'attach', 'publish']);
  });

  test('a hold whose outage is over publishes nothing for the other', () => {
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
    const kept = recordOf();
    kept.keep(factsAt(21 * MINUTE, [minutes(20, 90)]));
    return kept;
  };

  test('that erases the outage is told to staff; the incident is not withdrawn, and the outage may come back', () => {
    const kept = opened();
    expect(kept.keep(factsAt(22 * MINUTE, []))).toBe(1);
    expect(kept.told.at(-1)).toMatchObject({ do: 'erase', isSwallowed: false });
    expect(kept.incidents).toMatchObject([{ state: 'detected', isClosed: false, episodes: [{ isRemoved: true }] }]);
    expect(kept.keep(factsAt(23 * MINUTE, [minutes(20, 90)]))).toBe(1);
    expect(kept.incidents).toMatchObject([{ episodes: [{ isRemoved: false }] }]);
  });

  test('that moves its ends changes them silently', () => {
    const kept = opened();
    kept.keep(factsAt(25 * MINUTE, [minutes(18, 90)]));
    expect(did(kept)).toEqual(['open', 'revise']);
    expect(kept.incidents).toMatchObject([{ episodes: [{ from: 18 * MINUTE }] }]);
  });

  test('never shortens an outage that began before the facts do, nor finds it anew', () => {
    const kept = opened();
    const cut = (t: number) => ({ ...factsAt(t * MINUTE, [minutes(50, 90)]), since: 60 * MINUTE });
    expect(kept.keep(cut(70))).toBe(0);
    expect(kept.keep(cut(100))).toBe(2); // ended, watched
    expect(kept.incidents).toMatchObject([{ episodes: [{ from: 20 * MINUTE, to: 90 * MINUTE }] }]);
    expect(recordOf().keep(cut(100))).toBe(0);
  });

  test('does not move the start of an outage that is cut at the very instant at which the facts begin', () => {
    const kept = opened();
    expect(kept.keep({ ...factsAt(70 * MINUTE, [minutes(50, 90)]), since: 50 * MINUTE })).toBe(0);
    expect(recordOf().keep({ ...factsAt(100 * MINUTE, [minutes(50, 90)]), since: 50 * MINUTE })).toBe(0);
  });

  test('that joins the outage of a withdrawn incident and one that goes on leaves it to the open incident, silently', () => {
    const kept = opened();
    const two = [minutes(20, 40), minutes(60, 80)];
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ isClosed: true, state: 'resolved' }));
    for (const t of [42, 61]) kept.keep(factsAt(t * MINUTE, two));
    kept.keep(factsAt(70 * MINUTE, [minutes(20, 80)]));
    expect(kept.told.at(-2)).toMatchObject({ do: 'erase', isSwallowed: true });
    expect(kept.incidents).toMatchObject([
      { isClosed: true, episodes: [{ isRemoved: true }] },
      { state: 'detected', episodes: [{ from: 20 * MINUTE, to: null, isRemoved: false }] },
    ]);
    expect(kept.keep(factsAt(90 * MINUTE, [minutes(20, 80)]))).toBe(2); // ended, watched: the withdrawn one does not take it back
  });

  test('that has the outage of a withdrawn incident go on opens another', () => {
    const kept = opened();
    kept.change(kept.incidents[0]?.id ?? 0, () => ({ isClosed: true, state: 'resolved' }));
    kept.keep(factsAt(42 * MINUTE, [minutes(20, 40)]));
    kept.keep(factsAt(50 * MINUTE, [minutes(20, 80)]));
    expect(kept.told.slice(-2)).toMatchObject([{ do: 'erase', isSwallowed: true }, { do: 'open' }]);
  });

  test('that joins two episodes leaves one', () => {
    const kept = recordOf();
    const two = [minutes(20, 30), minutes(40, 50)];
    for (const t of [21, 32, 41, 52]) kept.keep(factsAt(t * MINUTE, two));
    kept.keep(factsAt(60 * MINUTE, [minutes(20, 50)]));
    expect(kept.told.at(-2)).toMatchObject({ do: 'erase', isSwallowed: true });
    expect(kept.incidents[0]?.episodes.filter((one) => !one.isRemoved)).toMatchObject([
      { from: 20 * MINUTE, to: 50 * MINUTE },
    ]);
  });
});

test('while new rules are applied piece by piece an outage begins and ends, and nothing of the past is rewritten', () => {
  const at = (t: number, outages: Parameters<typeof factsAt>[1]) => {
    const facts = factsAt(t * MINUTE, outages);
    return { ...facts, components: facts.components.map((one) => ({ ...one, isBeingReEvaluated: true })) };
  };
  const kept = recordOf();
  kept.keep(factsAt(21 * MINUTE, [minutes(20, 40)]));
  kept.keep(factsAt(42 * MINUTE, [minutes(20, 40)]));
  const before = structuredClone(kept.incidents);
  for (const outages of [[], [minutes(30, 40)], [minutes(10, 12), minutes(20, 45)]])
    expect(kept.keep(at(60, outages))).toBe(0);
  expect(kept.incidents).toEqual(before);
  expect(kept.keep(at(91, [minutes(90, 100)]))).toBe(1);
  expect(kept.keep(at(95, [minutes(92, 100)]))).toBe(0);
  expect(kept.keep(at(102, [minutes(92, 100)]))).toBe(2); // ended, watched
  expect(kept.incidents.at(-1)?.episodes.at(-1)).toMatchObject({ from: 90 * MINUTE, to: 100 * MINUTE });
  expect(kept.keep(factsAt(110 * MINUTE, [minutes(92, 100)]))).toBe(2); // done: one is erased, one moved
});

test('outages are runs of the two worst statuses, cut where nothing is evaluated', () => {
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
