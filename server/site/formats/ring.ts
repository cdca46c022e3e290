import { CANDOR_MARK } from '#domain/site/candor-mark';

const INK = '#10151c';
const ACCENT = '#2746c7';
const { ring, stroke, dot } = CANDOR_MARK;

/** Candor's logo. */
export const RING_LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${ring}" fill="none" stroke="${INK}" stroke-width="${stroke}" stroke-linecap="round"/><circle cx="${dot.x}" cy="${dot.y}" r="${dot.radius}" fill="${ACCENT}"/></svg>`;
