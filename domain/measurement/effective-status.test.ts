import { describe, expect, test } from 'vitest';
import type { Step } from '#domain/time/interval';
import type { Phase } from './effective-status.ts';
import { effectiveSteps, phaseAt, troubleRuns, unconfirmedRuns } from './effective-status.ts';
import type { Policy } from './policy.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { Status } from './status.ts';

const S = 1000;
const policies = [DEFAULT_POLICY]; // confirmFor 30 s, recoverFor 60 s
type Times = [seconds: number, status: Status][];
const steps = (times: Times): Step<Status>[] => times.map(([seconds, value]) => ({ at: seconds * S, value }));
const effective = (times: Times, to = 1000, versions: readonly Policy[] = policies) =>
  effectiveSteps(steps(times), to * S, versions).map(({ at, value }) => [at / S, value]);

describe('the effective status', () => {
  test('reaches back to the first instant of an outage that lasts for confirmFor', () => {
    const outage: Times = [
      [0, 'operational'],
      [100, 'major_outage'],
      [130, 'operational'],
    ];
    expect(effective(outage)).toEqual(outage);
  });

  test('leaves out trouble one millisecond shorter than confirmFor', () => {
    expect(
      effective([
        [0, 'operational'],
        [100, 'major_outage'],
        [129.999, 'operational'],
      ]),
    ).toEqual([[0, 'operational']]);
  });

  test('joins trouble over a gap shorter than recoverFor, and not over one as long', () => {
    const flap = (end: number): Times => [
      [0, 'operational'],
      [100, 'partial_outage'],
      [140, 'operational'],
      [end, 'partial_outage'],
      [300, 'operational'],
    ];
    expect(effective(flap(199.999))).toEqual([
      [0, 'operational'],
      [100, 'partial_outage'],
      [300, 'operational'],
    ]);
    expect(effective(flap(200))).toEqual(flap(200));
  });

  test('counts only trouble towards confirmFor, not the gaps between', () => {
    const blips = (ms: number): Times => [
      [0, 'operational'],
      [100, 'major_outage'],
      [115, 'operational'],
      [150, 'major_outage'],
      [165 - ms / S, 'operational'],
    ];
    expect(effective(blips(0))).toEqual([
      [0, 'operational'],
      [100, 'major_outage'],
      [165, 'operational'],
    ]);
    expect(effective(blips(1))).toEqual([[0, 'operational']]);
  });

  test('keeps an outage through a short gap in the data and shows unknown outside of it', () => {
    const gap: Times = [
      [0, 'operational'],
      [100, 'major_outage'],
      [140, 'unknown'],
      [180, 'major_outage'],
      [220, 'unknown'],
    ];
    expect(effective(gap)).toEqual([
      [0, 'operational'],
      [100, 'major_outage'],
      [220, 'unknown'],
    ]);
  });

  test('shows the lower level where only that is confirmed', () => {
    const spike: Times = [
      [0, 'operational'],
      [100, 'partial_outage'],
      [120, 'major_outage'],
      [125, 'partial_outage'],
      [150, 'operational'],
    ];
    expect(effective(spike)).toEqual([
      [0, 'operational'],
      [100, 'partial_outage'],
      [150, 'operational'],
    ]);
  });

  test('takes confirmFor of the version at the start of the run and recoverFor of that at the start of the gap', () => {
    const later = { ...DEFAULT_POLICY, version: 2, effectiveFrom: 110 * S, confirmForMs: 0, recoverForMs: 0 };
    const blip: Times = [
      [0, 'operational'],
      [100, 'major_outage'],
      [120, 'operational'],
      [200, 'major_outage'],
      [201, 'operational'],
    ];
    expect(effective(blip, 1000, [DEFAULT_POLICY, later])).toEqual([
      [0, 'operational'],
      [200, 'major_outage'],
      [201, 'operational'],
    ]);
  });

  test('V12: confirms an outage when confirmFor is full and dates it from its first instant', () => {
    const [run] = troubleRuns(
      steps([
        [0, 'operational'],
        [100, 'partial_outage'],
      ]),
      500 * S,
      policies,
    );
    expect(run).toMatchObject({ from: 100 * S, confirmedAt: 130 * S, isConfirmed: true });
  });
});

describe('the phase at an instant', () => {
  const phase = (times: Times, now: number) => phaseAt(steps(times), now * S, policies);
  const outage: Times = [
    [0, 'operational'],
    [100, 'major_outage'],
  ];
  const ended: Times = [...outage, [200, 'operational']];
  const lesser: Times = [...outage, [200, 'partial_outage']];
  const worsening: Times = [
    [0, 'partial_outage'],
    [100, 'major_outage'],
  ];

  test.each<[string, Times, number, Phase]>([
    ['nothing without trouble', [[0, 'operational']], 50, { kind: 'steady', level: 0, runFrom: null, since: null }],
    [
      'a possible problem before confirmFor is full',
      outage,
      129.999,
      { kind: 'possible', level: 0, runFrom: null, since: 100 * S },
    ],
    ['an outage from then on', outage, 130, { kind: 'steady', level: 3, runFrom: 100 * S, since: null }],
    ['recovering after its end', ended, 259.999, { kind: 'recovering', level: 3, runFrom: 100 * S, since: 200 * S }],
    ['nothing once recoverFor has passed', ended, 260, { kind: 'steady', level: 0, runFrom: null, since: null }],
    [
      'nothing after a blip',
      [...outage, [110, 'operational']],
      115,
      { kind: 'steady', level: 0, runFrom: null, since: null },
    ],
    [
      'recovering while lesser trouble continues',
      lesser,
      230,
      { kind: 'recovering', level: 3, runFrom: 100 * S, since: 200 * S },
    ],
    [
      'only the lesser trouble after recoverFor',
      lesser,
      260,
      { kind: 'steady', level: 2, runFrom: 100 * S, since: null },
    ],
    [
      'a possible worsening above what is confirmed',
      worsening,
      110,
      { kind: 'possible', level: 2, runFrom: 0, since: 100 * S },
    ],
    [
      'the worse status once that is confirmed',
      worsening,
      130,
      { kind: 'steady', level: 3, runFrom: 100 * S, since: null },
    ],
  ])('is %s', (_, times, now, expected) => {
    expect(phase(times, now)).toEqual(expected);
  });

  test('is the ongoing outage, even with a recoverFor of 0', () => {
    const hasty = [{ ...DEFAULT_POLICY, recoverForMs: 0 }];
    expect(phaseAt(steps(outage), 150 * S, hasty)).toMatchObject({ kind: 'steady', level: 3, runFrom: 100 * S });
    expect(phaseAt(steps(ended), 200 * S + 1, hasty)).toMatchObject({ kind: 'steady', level: 0 });
  });
});

describe('unconfirmed trouble', () => {
  const unconfirmed = (times: Times, to = 1000) =>
    unconfirmedRuns(steps(times), to * S, policies).map(({ from, to: end, level }) => [from / S, end / S, level]);

  test('is one run, from end to end, with the worst level in it', () => {
    expect(
      unconfirmed([
        [0, 'operational'],
        [100, 'degraded_performance'],
        [105, 'major_outage'],
        [110, 'partial_outage'],
        [120, 'operational'],
        [300, 'major_outage'],
        [400, 'operational'],
      ]),
    ).toEqual([[100, 120, 3]]);
  });

  test('includes a short worsening within an outage', () => {
    expect(
      unconfirmed([
        [0, 'operational'],
        [100, 'partial_outage'],
        [150, 'major_outage'],
        [160, 'partial_outage'],
        [300, 'operational'],
      ]),
    ).toEqual([[150, 160, 3]]);
  });
});
