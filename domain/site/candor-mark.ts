/** Candor's mark in a 16 × 16 box: an open ring, drawn as a line, with a dot in its opening. */
export const CANDOR_MARK = {
  ring: 'M10.14 3.23A5.4 5.4 0 1 0 10.14 12.77',
  stroke: 2.6,
  dot: { x: 13, y: 8, radius: 2.1 },
} as const;
