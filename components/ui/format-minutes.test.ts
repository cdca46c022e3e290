import { expect, test } from 'vitest';
import { formatMinutes } from './format-minutes.ts';

test('minutes are exact, with a comma in large numbers and seconds only where there are some', () => {
  const texts = [0, 1_500, 60_000, 44_640 * 60_000, 44_640 * 60_000 - 29_500].map(formatMinutes);
  expect(texts).toEqual(['0\u00a0min', '1.5\u00a0s', '1\u00a0min', '44,640\u00a0min', '44,639\u00a0min 30.5\u00a0s']);
});
