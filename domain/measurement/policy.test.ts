import { expect, test } from 'vitest';
import { DEFAULT_POLICY, inForce, type Policy, policyAt } from './policy.ts';

const versions = (...from: number[]): Policy[] =>
  from.map((effectiveFrom, i) => ({ ...DEFAULT_POLICY, version: i + 1, effectiveFrom }));
const numbers = (policies: readonly Policy[]) => policies.map(({ version }) => version);

test('versions with an earlier successor never come into force', () => {
  expect(numbers(inForce(versions(0, 10, 20)))).toEqual([1, 2, 3]);
  expect(numbers(inForce(versions(0, 20, 10)))).toEqual([1, 3]);
  expect(numbers(inForce(versions(0, 20, 30, 10)))).toEqual([1, 4]);
  expect(numbers(inForce(versions(0, 10, 30, 20)))).toEqual([1, 2, 4]);
});

test('versions that never come into force do not change which version is in force', () => {
  for (const policies of [versions(0, 20, 10), versions(0, 20, 30, 10), versions(0, 10, 30, 20)])
    for (let t = 0; t < 40; t++) expect(policyAt(inForce(policies), t)).toBe(policyAt(policies, t));
});
