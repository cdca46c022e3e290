import { expect, test } from 'vitest';
import { evaluatedUntilOf, reachedByEvaluation } from './evaluated-until.ts';

const states = (...instants: number[]) => new Map(instants.map((evaluatedUntil, id) => [id, { evaluatedUntil }]));

test('all components are evaluated up to the one with a held source, and evaluation has reached the others', () => {
  expect([evaluatedUntilOf(states(30, 10, 20)), reachedByEvaluation(states(30, 10, 20))]).toEqual([10, 30]);
});

test('before the first evaluation there is no such time', () => {
  expect([evaluatedUntilOf(states()), reachedByEvaluation(states())]).toEqual([null, null]);
});
