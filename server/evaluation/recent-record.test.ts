import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import type { State } from '#domain/measurement/probe';
import type { Step } from '#domain/time/interval';
import type { StoredProbe } from '#server/evaluation/sql/read-probes';
import { COMPONENT, WORLD } from '#server/test/evaluation-world';
import { group, lookBackMs } from './evidence.ts';
import { covers, noteChanges, type RecentRecord, rememberedEvidence, trim } from './recent-record.ts';

const SECOND = 1_000;
const LOOK_BACK_MS = lookBackMs(WORLD);
const END = 1_000 * SECOND;
const probe = (at: number): StoredProbe => ({ at, seriesId: 7, health: 'up', dataAgeMs: 500, latencyUs: null });
const step = <T>(at: number, value: T): Step<T> => ({ at, value });
let record: RecentRecord;

/** A record of ten seconds each from 0 to `END`, with a state that changes every 100 s. */
beforeEach(() => {
  const probes = Array.from({ length: 100 }, (_, i) => probe(i * 10 * SECOND));
  const steps = Array.from({ length: 10 }, (_, i) => step<State>(i * 100 * SECOND, i % 2 ? 'down' : 'up'));
  record = {
    number: 5,
    policies: JSON.stringify(WORLD.components),
    from: 0,
    cutoff: LOOK_BACK_MS,
    series: WORLD.series,
    grouped: group(probes, WORLD),
    states: new Map([[7, steps]]),
    raw: new Map([
      [1, [step(0, 'operational'), step(300 * SECOND, 'major_outage'), step(400 * SECOND, 'operational')]],
    ]),
  };
});

describe('the memory of an evaluator', () => {
  test('covers the next evaluation only, with the same catalogue, and only what it remembers', () => {
    const from = 2 * LOOK_BACK_MS;
    expect(covers(record, 6, WORLD, from)).toBe(true);
    expect([covers(record, 5, WORLD, from), covers(record, 7, WORLD, from)]).toEqual([false, false]);
    const policies = [{ ...DEFAULT_POLICY, confirmForMs: 1 }];
    expect(covers(record, 6, { ...WORLD, components: [{ ...COMPONENT, policies }] }, from)).toBe(false);
    expect([covers(record, 6, WORLD, LOOK_BACK_MS), covers(record, 6, WORLD, LOOK_BACK_MS + 1)]).toEqual([false, true]);
    expect(covers({ ...record, from: LOOK_BACK_MS + 1 }, 6, WORLD, from)).toBe(false);
  });

  test('replaces the steps of a window, and keeps those around it', () => {
    const window = { from: 200 * SECOND, to: 500 * SECOND, isAtEnd: false, evaluatedUntil: END };
    noteChanges(record, {
      window,
      states: [{ seriesId: 7, steps: [step(250 * SECOND, 'silent')] }],
      components: [
        {
          componentId: 1,
          rawSteps: [step(350 * SECOND, 'unknown')],
          heldAfter: null,
          removed: [],
          added: [],
          current: null,
          latestObservedAt: null,
        },
      ],
    });
    expect(record.states.get(7)?.map(({ at }) => at / SECOND)).toEqual([0, 100, 250, 600, 700, 800, 900]);
    expect(record.raw.get(1)?.map(({ at }) => at / SECOND)).toEqual([0, 350]);
  });

  test('keeps all until there is twice as much as is to be remembered', () => {
    trim(record, END, WORLD, { retainMs: (END - record.cutoff) / 2, probesMax: 100 });
    expect([record.grouped.bySeries.get(7)?.length, record.states.get(7)?.length]).toEqual([100, 10]);
  });

  test.each([
    ['the time', { retainMs: 250 * SECOND, probesMax: 1_000 }],
    ['the number of probes', { retainMs: 250 * SECOND, probesMax: 99 }],
  ])('drops what lies too far back where %s is exceeded, but what is in force there stays', (_, memory) => {
    trim(record, END, WORLD, memory);
    const first = (list: readonly { at: number }[] | undefined) => (list?.[0]?.at ?? 0) / SECOND;
    expect(record.cutoff).toBe(END - 250 * SECOND);
    expect(record.from).toBe(record.cutoff - LOOK_BACK_MS);
    expect([first(record.grouped.bySeries.get(7)), first(record.states.get(7)), first(record.raw.get(1))]).toEqual([
      750, 700, 400,
    ]);
    expect(record.grouped.activity.get(1)?.[0]).toBeGreaterThanOrEqual(record.from);
  });

  test('gives a window the fresh probes instead of those that it had, and the latest one before', () => {
    const from = 500 * SECOND;
    const lapses = new Map([[7, [510 * SECOND]]]);
    const evidence = rememberedEvidence(record, WORLD, from, { probes: [probe(505 * SECOND)], lapses });
    expect(evidence.probesOf(7).map(({ at }) => at / SECOND)).toEqual([490, 505]);
    expect([evidence.lapsesOf(7), evidence.lapsesOf(8), evidence.reach]).toEqual([[510 * SECOND], [], from]);
  });

  test('gives no probe from before the look-back', () => {
    record.grouped = group([probe(0)], WORLD);
    const from = LOOK_BACK_MS + 1;
    const evidence = rememberedEvidence(record, WORLD, from, { probes: [probe(from)], lapses: new Map() });
    expect(evidence.probesOf(7).map(({ at }) => at)).toEqual([from]);
    expect(evidence.probesOf(8)).toEqual([]);
  });
});
