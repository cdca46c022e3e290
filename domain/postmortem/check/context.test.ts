import { describe, expect, test } from 'vitest';
import { readClaims } from '#domain/postmortem/claims/read-claims';
import { contextOf, contextsOf, nearest } from './context.ts';

const COMPONENTS = ['Serving', 'Analytics', 'Billing API'].map((name) => ({ slug: name, name, isAffected: true }));
const contexts = (text: string) => contextsOf(readClaims([text], 2022), COMPONENTS);
const context = (text: string, claim = 0) => contextOf(contexts(text), claim);

describe('the context of a claim', () => {
  test('names other claims by their kind, and components by their number', () => {
    expect(context('The Billing API was down for 70 minutes, until 14:30 UTC.').whole).toBe(
      ' the COMP2 was down for HERE , until INSTANT . ',
    );
  });

  test('joins components of a list, and words of a hyphen', () => {
    expect(context('Serving and Analytics were re-deployed at 13:20.').whole).toBe(
      ' COMP0_1 were re-deployed at HERE . ',
    );
  });

  test('is the same for both ends of a range', () => {
    const text = 'Serving was down from 13:20 to 14:30 UTC.';
    expect(context(text, 0)).toEqual(context(text, 1));
    expect(context(text).whole).toBe(' COMP0 was down from HERE . ');
  });

  test('has what is counted after a count, and the component within it before', () => {
    expect(context('188 of 300 Serving instances (63 %) failed.', 1).whole).toBe(
      ' COMP0 COUNT instances ( HERE ) failed . ',
    );
  });

  test('ends near parts at signs and conjunctions, and wide ones at claims of the same kind', () => {
    const { nearBefore, nearAfter, wideBefore, wideAfter } = context(
      'At 13:20 it failed, and we knew at 13:21 why, but not at 14:00.',
      1,
    );
    expect([nearBefore, nearAfter, wideBefore, wideAfter].map((part) => part.trim())).toEqual([
      'we knew at',
      'why',
      'it failed , and we knew at',
      'why , but not at',
    ]);
  });

  test('is limited, whatever the sentence', () => {
    const { whole } = context(`${'Serving and '.repeat(1_000)} ${'x'.repeat(1_000)} 13:20 ${'word '.repeat(1_000)}`);
    expect(whole.length).toBeLessThan(2_000);
  });
});

test('the nearest mention is the last before a claim in its part of the sentence, then the first after it', () => {
  const pattern = /\b(?:one|two|three|four)\b/g;
  expect(nearest(context('one, two and three at 13:20 four'), pattern)).toBe('three');
  expect(nearest(context('one, two, at 13:20 four'), pattern)).toBe('four');
  expect(nearest(context('one, two, at 13:20, four'), pattern)).toBe('four');
  expect(nearest(context('one, two, at 13:20, nothing'), pattern)).toBe('two');
  expect(nearest(context('at 13:20'), pattern)).toBeNull();
});
