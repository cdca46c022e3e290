import { describe, expect, test } from 'vitest';
import { approvalBy, isFirstUpdate, needsTwo } from './approval.ts';

describe('approval', () => {
  test('is needed from the level that any component of the incident sets, whichever component has it', () => {
    expect([1, 2, 3].map((level) => needsTwo(['none', 'partial'], [0, level as 1 | 2 | 3]))).toEqual([
      false,
      true,
      true,
    ]);
    expect([1, 2, 3].map((level) => needsTwo(['major'], [level as 1 | 2 | 3, 1]))).toEqual([false, false, true]);
    expect(needsTwo(['none'], [3])).toBe(false);
    expect(needsTwo(['partial'], [])).toBe(false);
  });

  test('is not needed for the first public update, or the first of a person that does not end the incident', () => {
    expect(isFirstUpdate({ publicAt: null, acknowledgedAt: 1 }, true)).toBe(true);
    expect(isFirstUpdate({ publicAt: 1, acknowledgedAt: null }, false)).toBe(true);
    expect(isFirstUpdate({ publicAt: 1, acknowledgedAt: null }, true)).toBe(false);
    expect(isFirstUpdate({ publicAt: 1, acknowledgedAt: 1 }, false)).toBe(false);
  });

  test('needs two people, and programs are not people', () => {
    const [ada, ed, token] = [
      { kind: 'staff', id: 'ada' },
      { kind: 'staff', id: 'ed' },
      { kind: 'token', id: 'ada' },
    ];
    expect([approvalBy(ada, ed), approvalBy(ada, ada), approvalBy(token, ed), approvalBy(ed, token)]).toEqual([
      'granted',
      'same_person',
      'no_person',
      'no_person',
    ]);
  });
});
