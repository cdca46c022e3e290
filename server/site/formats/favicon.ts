import type { Tone } from '#domain/measurement/tone';
import { CANDOR_MARK } from '#domain/site/candor-mark';
import { STATUS_COLOURS } from '#domain/site/status-colours';
import type { SystemSummary } from '#domain/site/summary';

const INK = { light: '#10151c', dark: '#f3f5f8' };
const CIRCLE = 'M13 5.4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2z';
const TRIANGLE = 'M13 4.9l3.2 5.5H9.8z';
const DIAMOND = 'M13 4.7L16.3 8L13 11.3L9.7 8z';
const SQUARE = 'M10.2 5.2h5.6v5.6h-5.6z';
/** Open in the middle: nothing is known. */
const OPEN_CIRCLE = `${CIRCLE}M13 6.8a1.2 1.2 0 1 0 0 2.4a1.2 1.2 0 1 0 0-2.4z`;

const DOTS: Record<Tone, string> = {
  operational: CIRCLE,
  degraded_performance: TRIANGLE,
  partial_outage: DIAMOND,
  major_outage: SQUARE,
  unknown: OPEN_CIRCLE,
  not_monitored: OPEN_CIRCLE,
  possible: TRIANGLE,
  incident: TRIANGLE,
};

/** Draws the icon of the page: Candor's ring with the overall status as its dot. The dot is green only if everything is operational. */
export function faviconSvg({ overall }: Pick<SystemSummary, 'overall'>): string {
  const { light, dark } = STATUS_COLOURS[overall];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0.4 -0.2 16.4 16.4"><style>#r{stroke:${INK.light}}#d{fill:${light}}@media(prefers-color-scheme:dark){#r{stroke:${INK.dark}}#d{fill:${dark}}}</style><path id="r" d="${CANDOR_MARK.ring}" fill="none" stroke="${INK.light}" stroke-width="${CANDOR_MARK.stroke}" stroke-linecap="round"/><path id="d" d="${DOTS[overall]}" fill="${light}"/></svg>`;
}
