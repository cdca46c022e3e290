/** Candor's open ring in a 16 × 16 box. Its opening holds the dot. */
export const RING_PATH = 'M11.07 12.14a5.4 5.4 0 1 1 0-8.28';
export const RING_WIDTH = 2.6;
/** The centre of the dot. */
export const DOT = { x: 13, y: 8, radius: 2.1 } as const;
const INK = '#10151c';
const ACCENT = '#2746c7';

/** Candor's logo. */
export const RING_LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${RING_PATH}" fill="none" stroke="${INK}" stroke-width="${RING_WIDTH}" stroke-linecap="round"/><circle cx="${DOT.x}" cy="${DOT.y}" r="${DOT.radius}" fill="${ACCENT}"/></svg>`;
