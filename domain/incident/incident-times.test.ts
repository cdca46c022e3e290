import { expect, test } from 'vitest';
import { endsTooEarly, timesOf } from './incident-times.ts';

const updatesOf = (...updates: [Parameters<typeof timesOf>[0][number]['state'], number][]) =>
  updates.map(([state, occurredAt]) => ({ state, occurredAt }));

test('monitoring and the end of an incident count from the first update of that state since the last move back', () => {
  expect(
    timesOf(
      updatesOf(
        ['investigating', 1],
        ['monitoring', 2],
        ['monitoring', 3],
        ['resolved', 4],
        ['resolved', 5],
        ['postmortem', 6],
      ),
    ),
  ).toEqual({
    monitoringAt: 2,
    resolvedAt: 4,
  });
  expect(timesOf(updatesOf(['monitoring', 2], ['resolved', 4], ['identified', 5]))).toEqual({
    monitoringAt: null,
    resolvedAt: null,
  });
  expect(timesOf(updatesOf(['monitoring', 2], ['resolved', 4], ['monitoring', 5], ['resolved', 6]))).toEqual({
    monitoringAt: 2,
    resolvedAt: 6,
  });
  expect(timesOf([])).toEqual({ monitoringAt: null, resolvedAt: null });
});

test('an end must be after the last change of state, not after other updates', () => {
  expect(endsTooEarly(updatesOf(['investigating', 1], ['monitoring', 5], ['resolved', 4]))).toBe(true);
  expect(endsTooEarly(updatesOf(['investigating', 1], ['monitoring', 3], ['monitoring', 5], ['resolved', 4]))).toBe(
    false,
  );
  expect(endsTooEarly(updatesOf(['investigating', 5], ['monitoring', 3]))).toBe(false);
  expect(endsTooEarly(updatesOf(['resolved', 5], ['postmortem', 4]))).toBe(true);
});
