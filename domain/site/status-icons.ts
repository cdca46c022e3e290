import type { Tone } from '#domain/measurement/tone';

/** The icon of a tone as strokes in a 24 × 24 box, and its colours on the surface of the light and of the dark scheme. */
export type StatusMark = { icon: string; light: string; dark: string };

const RING = 'M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19z';
const TRIANGLE = 'M12 3l10 18H2z';
const OCTAGON = 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z';
const EYE =
  'M2 12c2.5-4.5 6-6.5 10-6.5s7.5 2 10 6.5c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12zM12 9a3 3 0 1 1 0 6a3 3 0 1 1 0-6z';
const SPEECH = 'M4 4.5h16v11.5h-9l-5 4v-4H4zM12 7.5v3.5M12 13v.3';
const GREEN = { light: '#15814a', dark: '#3fbf7f' };
const YELLOW = { light: '#9a6700', dark: '#e3ae33' };
const ORANGE = { light: '#c04a0a', dark: '#f4813b' };
const RED = { light: '#b91c24', dark: '#f26565' };
const GREY = { light: '#5c6776', dark: '#8f9aa8' };

export const STATUS_MARKS: Record<Tone, StatusMark> = {
  operational: { icon: `${RING}M7.5 12.5l3 3l6-6.5`, ...GREEN },
  degraded_performance: { icon: `${TRIANGLE}M12 10v5M12 17.5v.5`, ...YELLOW },
  partial_outage: { icon: `${OCTAGON}M12 7v6.5M12 16.5v.5`, ...ORANGE },
  major_outage: { icon: `${OCTAGON}M8.5 8.5l7 7M15.5 8.5l-7 7`, ...RED },
  unknown: { icon: `${RING}M9 9.5a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 1.9M12 17v.5`, ...GREY },
  not_monitored: { icon: `${RING}M8 12h8`, ...GREY },
  possible: { icon: EYE, ...YELLOW },
  incident: { icon: SPEECH, ...YELLOW },
};
