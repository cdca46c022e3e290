import { describe, expect, test } from 'vitest';
import { evaluateAll } from '#domain/test/evaluate';
import type { Scenario, ScenarioProbe } from '#domain/test/naive-reference';
import type { Interval, Span, Step } from '#domain/time/interval';
import { toIntervals } from '#domain/time/interval';
import { rawSteps } from './component-status.ts';
import { effectiveSteps, troubleRuns } from './effective-status.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { State } from './probe.ts';
import { mergeProbeValues } from './probe.ts';
import type { Status } from './status.ts';
import { figures, formatPercent, totals } from './uptime.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TARGET = 999_000;

/** Operational over `window`, except for the given stretches. */
function history(window: Span, stretches: [from: number, to: number, status: Status][]): Interval<Status>[] {
  const steps: Step<Status>[] = [{ at: window.from, value: 'operational' }];
  for (const [from, to, value] of stretches) steps.push({ at: from, value }, { at: to, value: 'operational' });
  return toIntervals(steps, window, 'not_monitored');
}

function shown(sum: ReturnType<typeof totals>): string {
  return formatPercent(figures(sum, TARGET).uptimeMillionths ?? -1, sum.downMs);
}

describe('golden vectors of the calculator', () => {
  const month = { from: 0, to: 30 * DAY };

  test('V1: one outage of four minutes in 30 days is 240 s down and 99.990 %', () => {
    const sum = totals(history(month, [[HOUR, HOUR + 4 * MINUTE, 'major_outage']]), month);
    expect([sum.downMs, shown(sum)]).toEqual([240 * SECOND, '99.990 %']);
  });

  test('V2: outages of two instances that overlap are counted once: 5,400 s', () => {
    const day = { from: 0, to: DAY };
    const fails = (from: number, to: number): Step<State>[] => [
      { at: 0, value: 'up' },
      { at: from, value: 'down' },
      { at: to, value: 'up' },
    ];
    const series = [
      { instance: 1, steps: fails(10 * HOUR, 11 * HOUR) },
      { instance: 2, steps: fails(10.5 * HOUR, 11.5 * HOUR) },
    ];
    const effective = effectiveSteps(rawSteps(series, day, [DEFAULT_POLICY]).steps, day.to, [DEFAULT_POLICY]);
    expect(totals(toIntervals(effective, day, 'not_monitored'), day).downMs).toBe(5_400 * SECOND);
  });

  test('V3: an outage that began before the window and continues after it fills the window: 604,800 s, 0 %', () => {
    const sum = totals([{ from: 0, to: 11 * DAY, status: 'major_outage' }], { from: 3 * DAY, to: 10 * DAY });
    expect([sum.downMs, sum.upMs, shown(sum)]).toEqual([604_800 * SECOND, 0, '0.000 %']);
  });

  test('V5: one minute down in 90 days is 99.999 %, and one millisecond is too', () => {
    const quarter = { from: 0, to: 90 * DAY };
    for (const ms of [MINUTE, 1])
      expect(shown(totals(history(quarter, [[HOUR, HOUR + ms, 'partial_outage']]), quarter))).toBe('99.999 %');
  });

  test('V6: five hours without probes in 30 days are unknown, not down: coverage 99.305 %', () => {
    const sum = totals(history(month, [[DAY, DAY + 5 * HOUR, 'unknown']]), month);
    expect(sum).toMatchObject({ unknownMs: 18_000 * SECOND, downMs: 0 });
    expect(formatPercent(figures(sum, TARGET).coverageMillionths ?? -1, sum.downMs)).toBe('99.305 %');
    expect(shown(sum)).toBe('100 %');
  });

  test('V7: an outage 02:30–04:00 with 02:00–03:00 excluded is 3,600 s down', () => {
    const sum = totals(history(month, [[2.5 * HOUR, 4 * HOUR, 'major_outage']]), month, [
      { from: 2 * HOUR, to: 3 * HOUR },
    ]);
    expect(sum).toMatchObject({ downMs: 3_600 * SECOND, excludedMs: HOUR, upMs: 30 * DAY - 2 * HOUR });
  });

  test('V8: trouble shorter than confirmFor is 0 s down and one unconfirmed run', () => {
    const raw: Step<Status>[] = [
      { at: 0, value: 'operational' },
      { at: HOUR, value: 'major_outage' },
      { at: HOUR + 29_999, value: 'operational' },
    ];
    const effective = effectiveSteps(raw, DAY, [DEFAULT_POLICY]);
    expect(totals(toIntervals(effective, { from: 0, to: DAY }, 'not_monitored'), month).downMs).toBe(0);
    expect(troubleRuns(raw, DAY, [DEFAULT_POLICY]).filter((run) => run.level === 3)).toMatchObject([
      { isConfirmed: false, troubleMs: 29_999 },
    ]);
  });

  test('V11: of a component created on day 20 only the last ten days count', () => {
    const late = toIntervals<Status>([{ at: 20 * DAY, value: 'operational' }], month, 'not_monitored');
    const sum = totals(late, month);
    expect(sum).toEqual({ upMs: 10 * DAY, downMs: 0, degradedMs: 0, unknownMs: 0, excludedMs: 0 });
    expect(figures(sum, TARGET)).toMatchObject({ coverageMillionths: 1_000_000, uptimeMillionths: 1_000_000 });
    expect(late[0]).toEqual({ from: 0, to: 20 * DAY, status: 'not_monitored' });
  });
});

describe('golden vectors of the evaluation', () => {
  const window = { from: 0, to: 6 * HOUR };
  const policies = [{ ...DEFAULT_POLICY, silenceAfterMs: 15 * MINUTE }];

  function probes(intervalMs: number, outage: Span): ScenarioProbe[] {
    const place = { source: 0, component: 0, instance: 1, dataAgeMs: null, latencyUs: null };
    return Array.from({ length: window.to / intervalMs }, (_, i) => i * intervalMs).map((at) => {
      return { ...place, at, health: at >= outage.from && at < outage.to ? 'down' : 'up' };
    });
  }

  function evaluated(probes: ScenarioProbe[]) {
    const s: Scenario = { sources: [{ id: 0, rule: { kind: 'agent' } }], probes, policies, window };
    const effective = effectiveSteps(evaluateAll(s, 0).raw, window.to, policies);
    return totals(toIntervals(effective, window, 'not_monitored'), window);
  }

  test('V4: an outage measures the same whether probed every 60 s or every 300 s', () => {
    const outage = { from: HOUR, to: 2 * HOUR };
    expect(evaluated(probes(MINUTE, outage))).toEqual(evaluated(probes(5 * MINUTE, outage)));
    expect(evaluated(probes(MINUTE, outage)).downMs).toBe(HOUR);
  });

  test('V9: probes delivered twice and in disorder give the same figures', () => {
    const once = probes(MINUTE, { from: HOUR, to: HOUR + 4 * MINUTE });
    const stored = new Map<number, ScenarioProbe>();
    for (const probe of [...once, ...once].sort((a, b) => ((a.at * 7919) % 1_000_003) - ((b.at * 7919) % 1_000_003))) {
      const known = stored.get(probe.at);
      stored.set(probe.at, known ? { ...known, ...mergeProbeValues(known, probe) } : probe);
    }
    expect(evaluated([...stored.values()])).toEqual(evaluated(once));
    expect(evaluated(once).downMs).toBe(240 * SECOND);
  });

  test('V12: with confirmFor of two minutes an outage counts from its first failure at 10:00:00', () => {
    const confirming = [{ ...DEFAULT_POLICY, confirmForMs: 2 * MINUTE }];
    const raw: Step<Status>[] = [
      { at: 0, value: 'operational' },
      { at: 10 * HOUR, value: 'major_outage' },
    ];
    expect(troubleRuns(raw, 10 * HOUR + 2 * MINUTE, confirming).at(-1)).toMatchObject({
      from: 10 * HOUR,
      confirmedAt: 10 * HOUR + 2 * MINUTE,
      isConfirmed: true,
    });
    expect(effectiveSteps(raw, 11 * HOUR, confirming).at(-1)).toEqual({ at: 10 * HOUR, value: 'major_outage' });
  });
});
