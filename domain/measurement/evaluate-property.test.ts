import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryScenario, END } from '#domain/test/arbitrary-scenario';
import { evaluateAll, evaluateLater } from '#domain/test/evaluate';
import { effectiveIntervals, rawIntervals, seenState } from '#domain/test/naive-reference';
import type { Interval, Span, Step } from '#domain/time/interval';
import { toIntervals } from '#domain/time/interval';
import { contextStart, effectiveSteps, troubleRuns } from './effective-status.ts';
import type { Status } from './status.ts';

const seed = Number(process.env.FC_SEED ?? 20_220_330);
const numRuns = Number(process.env.FC_RUNS ?? 150);
const COMPONENT = 0;

function cut(steps: readonly Step<Status>[], window: Span): Interval<Status>[] {
  return toIntervals(steps, window, 'not_monitored');
}

describe(`evaluating random fleets (seed ${seed})`, () => {
  test('gives the raw status that the rules give, to the millisecond', () => {
    fc.assert(
      fc.property(arbitraryScenario, (s) => {
        expect(cut(evaluateAll(s, COMPONENT).raw, s.window)).toEqual(rawIntervals(s, COMPONENT));
      }),
      { seed, numRuns },
    );
  });

  test('gives the effective status that the rules give, to the millisecond', () => {
    fc.assert(
      fc.property(arbitraryScenario, (s) => {
        const effective = effectiveSteps(evaluateAll(s, COMPONENT).raw, s.window.to, s.policies);
        expect(cut(effective, s.window)).toEqual(effectiveIntervals(rawIntervals(s, COMPONENT), s.policies));
      }),
      { seed: seed + 1, numRuns },
    );
  });

  test('gives each source’s view of each instance that the rules give, at any instant', () => {
    fc.assert(
      fc.property(
        arbitraryScenario,
        fc.array(fc.integer({ min: 0, max: END - 1 }), { minLength: 20, maxLength: 20 }),
        (s, instants) => {
          for (const { source, instance, steps } of evaluateAll(s, COMPONENT).series) {
            for (const t of instants) {
              const seen = toIntervals<unknown>(steps, { from: t, to: t + 1 }, null)[0]?.status;
              expect(seen).toEqual(seenState(s, source, COMPONENT, instance, t));
            }
          }
        },
      ),
      { seed: seed + 2, numRuns },
    );
  });

  test('does not depend on the order in which probes arrived', () => {
    const shuffled = arbitraryScenario.chain((s) => {
      const all = { minLength: s.probes.length, maxLength: s.probes.length };
      return fc.tuple(fc.constant(s), fc.shuffledSubarray(s.probes, all));
    });
    fc.assert(
      fc.property(shuffled, ([s, probes]) => {
        expect(evaluateAll({ ...s, probes }, COMPONENT).raw).toEqual(evaluateAll(s, COMPONENT).raw);
      }),
      { seed: seed + 3, numRuns },
    );
  });
});

const laterWindow = fc
  .tuple(fc.integer({ min: 1, max: END - 2 }), fc.integer({ min: 1, max: END }))
  .map(([from, length]) => ({ from, to: Math.min(from + length, END) }));

describe(`evaluating a later window from what three silenceAfter back still shows (seed ${seed})`, () => {
  test('gives the same raw status as evaluating from the beginning', () => {
    fc.assert(
      fc.property(arbitraryScenario, laterWindow, (s, window) => {
        const whole = evaluateAll(s, COMPONENT);
        expect(cut(evaluateLater(s, COMPONENT, whole, window).raw, window)).toEqual(cut(whole.raw, window));
      }),
      { seed: seed + 4, numRuns },
    );
  });

  test('gives the same effective status if the raw steps go back to the last long period without trouble', () => {
    fc.assert(
      fc.property(arbitraryScenario, laterWindow, (s, window) => {
        const { raw } = evaluateAll(s, COMPONENT);
        const start = contextStart([...raw].reverse(), window.from, s.policies) ?? 0;
        const known = raw.filter((step) => step.at >= start);
        expect(cut(effectiveSteps(known, window.to, s.policies), window)).toEqual(
          cut(effectiveSteps(raw, window.to, s.policies), window),
        );
      }),
      { seed: seed + 5, numRuns },
    );
  });

  test('confirms a run at the first instant at which the data up to then confirms it', () => {
    fc.assert(
      fc.property(arbitraryScenario, (s) => {
        const { raw } = evaluateAll(s, COMPONENT);
        const isConfirmedAt = (level: number, from: number, t: number) =>
          troubleRuns(raw, t, s.policies).some((run) => run.isConfirmed && run.level === level && run.from === from);
        for (const { level, from, confirmedAt } of troubleRuns(raw, END, s.policies)) {
          if (confirmedAt === null || confirmedAt === from) continue;
          expect([isConfirmedAt(level, from, confirmedAt - 1), isConfirmedAt(level, from, confirmedAt)]).toEqual([
            false,
            true,
          ]);
        }
      }),
      { seed: seed + 6, numRuns },
    );
  });
});
