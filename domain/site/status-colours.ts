import type { Tone } from '#domain/measurement/tone';

/** The colours of a tone where the page's stylesheet does not apply. `light`, `dark`: of icons in each scheme; `badge`: of a badge with white text. */
export type StatusColours = { light: string; dark: string; badge: string };

const GREEN = { light: '#15814a', dark: '#3fbf7f', badge: '#15814a' };
const YELLOW = { light: '#9a6700', dark: '#e3ae33', badge: '#8a5c00' };
const ORANGE = { light: '#c04a0a', dark: '#f4813b', badge: '#b2440a' };
const RED = { light: '#b91c24', dark: '#f26565', badge: '#b91c24' };
const GREY = { light: '#5c6776', dark: '#8f9aa8', badge: '#5c6776' };

export const STATUS_COLOURS: Record<Tone, StatusColours> = {
  operational: GREEN,
  degraded_performance: YELLOW,
  partial_outage: ORANGE,
  major_outage: RED,
  unknown: GREY,
  not_monitored: GREY,
  possible: YELLOW,
  incident: YELLOW,
};
