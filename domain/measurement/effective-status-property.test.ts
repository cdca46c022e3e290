import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryPolicies, END } from '#domain/test/arbitrary-scenario';
import { effectiveIntervals } from '#domain/test/naive-reference';
import type { Step } from '#domain/time/interval';
import { toIntervals, valueAt } from '#domain/time/interval';
import { contextStart, effectiveSteps, settledFrom } from './effective-status.ts';
import type { Policy } from './policy.ts';
import type { Status } from './status.ts';
import { STATUSES } from './status.ts';

const seed = 20_220_330;

describe(`random raw statuses (seed ${seed})`, () => {
  const pauses = fc.constantFrom(1, 500, 999, 1_000, 1_001, 2_000, 2_001, 3_000, 3_001, 5_000, 7_999, 8_000);
  const history = fc
    .array(fc.tuple(pauses, fc.constantFrom(...STATUSES)), { minLength: 1, maxLength: 25 })
    .map((changes) => {
      let at = -1;
      return changes
        .map(([pause, value], i): Step<Status> => ({ at: (at = i === 0 ? 0 : at + pause), value }))
        .filter((step) => step.at < END);
    });
  const window = { from: 0, to: END };
  const evaluated = (raw: readonly Step<Status>[], versions: Policy[], span = window) =>
    toIntervals(effectiveSteps(raw, span.to, versions), span, 'not_monitored');

  test('give the effective status that the rules give', () => {
    fc.assert(
      fc.property(history, arbitraryPolicies, (raw, versions) => {
        expect(evaluated(raw, versions)).toEqual(
          effectiveIntervals(toIntervals(raw, window, 'not_monitored'), versions),
        );
      }),
      { seed, numRuns: 500 },
    );
  });

  test('need no past before the last long period without trouble', () => {
    fc.assert(
      fc.property(history, arbitraryPolicies, fc.nat(END - 1), (raw, versions, from) => {
        const start = contextStart([...raw].reverse(), from, versions) ?? 0;
        const later = { from, to: END };
        const known = raw.filter((step) => step.at >= start);
        expect(evaluated(known, versions, later)).toEqual(evaluated(raw, versions, later));
      }),
      { seed, numRuns: 3000 },
    );
  });

  test('do not depend on the past after a long period without trouble', () => {
    fc.assert(
      fc.property(history, history, arbitraryPolicies, fc.nat(24), fc.nat(2), (raw, other, versions, index, offset) => {
        const longest = Math.max(...versions.map((p) => p.recoverForMs));
        const t = Math.max(0, (raw[index % raw.length] as Step<Status>).at - longest + offset);
        const from = settledFrom(
          raw.filter((step, i) => step.at > t || (raw[i + 1]?.at ?? END) > t),
          t,
          versions,
        );
        if (from === null) return;
        const past = other.filter((step) => step.at < t);
        const changed = [
          ...past,
          { at: t, value: valueAt(raw, t, 'not_monitored') },
          ...raw.filter((step) => step.at > t),
        ];
        const later = { from, to: END };
        expect(evaluated(changed, versions, later)).toEqual(evaluated(raw, versions, later));
      }),
      { seed, numRuns: 3000 },
    );
  });
});
