import type { Tone } from '#domain/measurement/tone';

/** A mark of an icon or a banner: the status of a component, or maintenance. */
export type Mark = Tone | 'maintenance';

/**
 * An icon in a 24 × 24 box. Solid shapes are confirmed, dashed ones are not, outlined ones are neither good nor bad. `glyph`: the sign on the shape, drawn
 * as a line, or filled with `isGlyphFilled`.
 */
export type StatusShape = {
  shape: string;
  style: 'solid' | 'dashed' | 'outlined';
  glyph: string;
  isGlyphFilled?: boolean;
};

const CIRCLE = 'M12 2.6a9.4 9.4 0 1 1 0 18.8a9.4 9.4 0 1 1 0-18.8z';
const RING = 'M12 3.2a8.8 8.8 0 1 1 0 17.6a8.8 8.8 0 1 1 0-17.6z';
const TRIANGLE = 'M12 4.1L21 19.7H3z';
const DIAMOND = 'M12 2.8L21.2 12L12 21.2L2.8 12z';
const OCTAGON = 'M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2z';
const SPEECH = 'M4 4h16v12.2h-9.4L6.4 20v-3.8H4z';

/** Four silhouettes that stay apart at 14 px and without colour: circle, triangle, diamond and octagon. */
export const STATUS_SHAPES: Record<Mark, StatusShape> = {
  operational: { shape: CIRCLE, style: 'solid', glyph: 'M7.7 12.4l3 3l5.7-6.2' },
  degraded_performance: { shape: TRIANGLE, style: 'solid', glyph: 'M12 9.8v4.4M12 17.2v.1' },
  partial_outage: { shape: DIAMOND, style: 'solid', glyph: 'M12 7.4v5.2M12 16.2v.1' },
  major_outage: { shape: OCTAGON, style: 'solid', glyph: 'M8.9 8.9l6.2 6.2M15.1 8.9l-6.2 6.2' },
  unknown: {
    shape: RING,
    style: 'dashed',
    glyph: 'M9.6 9.7a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1.1.8-1.1 1.6M12 16.8v.1',
  },
  not_monitored: { shape: RING, style: 'outlined', glyph: 'M8.2 12h7.6' },
  possible: { shape: TRIANGLE, style: 'dashed', glyph: 'M12 10v4M12 16.9v.1' },
  incident: { shape: SPEECH, style: 'solid', glyph: 'M12 7v4.2M12 14v.1' },
  maintenance: {
    shape: CIRCLE,
    style: 'solid',
    glyph:
      'M16.9 8.7l-2 2l-1.6-.3l-.3-1.6l2-2a3.7 3.7 0 0 0-4.8 4.7l-4 4a1.45 1.45 0 0 0 2 2l4-4a3.7 3.7 0 0 0 4.7-4.8z',
    isGlyphFilled: true,
  },
};

/** A clock with an arrow: the outage has ended but may return. */
export const RECOVERING_SHAPE: StatusShape = {
  shape: 'M20.3 13.4a8.5 8.5 0 1 1-2.2-7.5l2.1 2.2M20.3 3.4v4.7h-4.7',
  style: 'outlined',
  glyph: 'M12 7.7v4.6l2.9 1.7',
};
