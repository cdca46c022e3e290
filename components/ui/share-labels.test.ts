import { expect, test } from 'vitest';
import { placeShareLabels } from './share-labels.ts';

const label = (x: number, share: number) => ({ x, share, text: `${share}` });

test('labels are above their values, and above the text of a limit that is near', () => {
  const placed = placeShareLabels([label(0.3, 0.63), label(0.7, 0.14)], [0.1, 0.5]);
  expect(placed.map(({ x, y }) => [x, Number(y.toFixed(2))])).toEqual([
    [0.3, 0.63],
    [0.7, 0.24],
  ]);
  expect(placeShareLabels([label(0.3, 0.44)], [0.1, 0.5])[0]?.y).toBeCloseTo(0.64);
});

test('labels near an end begin or end there', () => {
  const anchors = placeShareLabels([label(0, 0.9), label(0.5, 0.8), label(1, 0.7)], []).map(({ anchor }) => anchor);
  expect(anchors).toEqual(['start', 'middle', 'end']);
});

test('of labels without room for both, the higher value has one', () => {
  const placed = placeShareLabels([label(0.5, 0.2), label(0.55, 0.6), label(0.75, 0.4)], []);
  expect(placed.map(({ text, isOnPhone }) => [text, isOnPhone])).toEqual([
    ['0.6', true],
    ['0.4', false],
  ]);
});

test('a chart has at most four labels', () => {
  expect(
    placeShareLabels(
      [0, 0.2, 0.4, 0.6, 0.8].map((x) => label(x, x)),
      [],
    ),
  ).toHaveLength(4);
});
