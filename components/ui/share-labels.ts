/** A label of a chart. `x`: its place in the width, 0 to 1. `share`: the value that it names. */
export type ShareLabel = { x: number; share: number; text: string };
/** `y`: the height above which it is written. `isOnPhone`: it also has room in a narrow window. */
export type PlacedLabel = {
  x: number;
  y: number;
  text: string;
  anchor: 'start' | 'middle' | 'end';
  isOnPhone: boolean;
};

const LABELS_MAX = 4;
/** The width of a label as a share of the chart, on wide screens and on phones. */
const WIDTH = 0.13;
const PHONE_WIDTH = 0.28;
/** Labels closer to an end than this would reach over it. */
const END = 0.13;
/** A label would cover the line of a limit so far above it, or the text of a limit so far below it. */
const BELOW_LIMIT = 0.12;
const ABOVE_LIMIT = 0.08;
/** The height of the text of a limit, with its distance from the line. */
const LIMIT_TEXT = 0.14;

/** Returns the labels of the highest values that have room beside each other. Those near a limit are above its text. */
export function placeShareLabels(labels: readonly ShareLabel[], limits: readonly number[]): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { x, share, text } of labels.toSorted((a, b) => b.share - a.share)) {
    const hasRoom = (others: readonly PlacedLabel[], width: number) =>
      others.every((other) => Math.abs(other.x - x) >= width);
    if (placed.length === LABELS_MAX) break;
    if (!hasRoom(placed, WIDTH)) continue;
    placed.push({
      x,
      y: heightOf(share, limits),
      text,
      anchor: x < END ? 'start' : x > 1 - END ? 'end' : 'middle',
      isOnPhone: hasRoom(
        placed.filter(({ isOnPhone }) => isOnPhone),
        PHONE_WIDTH,
      ),
    });
  }
  return placed;
}

function heightOf(share: number, limits: readonly number[]): number {
  return limits
    .toSorted((a, b) => a - b)
    .reduce((y, limit) => (y > limit - BELOW_LIMIT && y < limit + ABOVE_LIMIT ? limit + LIMIT_TEXT : y), share);
}
