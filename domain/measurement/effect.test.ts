import { describe, expect, test } from 'vitest';
import { type Effects, effectSentences, effectText } from './effect.ts';

const LABELS = {
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
};
const SERVING: Effects = { major_outage: 'Ad requests get no answer.', partial_outage: 'Some ad requests fail' };
const down = (effects: Effects) => ({ status: 'major_outage' as const, effects });

describe('the effect of a failure', () => {
  test('is the sentence of the status, without its full stop', () => {
    expect(effectText([down(SERVING)], LABELS)).toBe('Ad requests get no answer');
    expect(effectText([{ status: 'partial_outage', effects: SERVING }], LABELS)).toBe('Some ad requests fail');
  });

  test('is the word of the status where there is no sentence', () => {
    expect(effectText([{ status: 'degraded_performance', effects: SERVING }], LABELS)).toBe('Degraded performance');
  });

  test('names each effect of several components once', () => {
    const failing = [down(SERVING), down({}), down({}), down({ major_outage: 'Ad requests get no answer' })];
    expect(effectText(failing, LABELS)).toBe('Ad requests get no answer. Major outage');
  });

  test('is, as sentences, nothing where there is no sentence', () => {
    expect(effectSentences([down({}), down(SERVING)])).toEqual(['Ad requests get no answer.']);
    expect(effectSentences([down({})])).toEqual([]);
  });
});
