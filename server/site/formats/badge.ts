import type { Tone } from '#domain/measurement/tone';
import type { Brand } from '#domain/site/brand';
import { publicStatus } from '#domain/site/public-status';
import { STATUS_MARKS, type StatusMark } from '#domain/site/status-icons';
import type { SystemSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { DOT, RING_PATH, RING_WIDTH } from './ring.ts';

const HEIGHT = 20;
const PADDING = 6;
const ICON = 14;
/** Slightly more than the widest letters of the possible fonts; textLength makes it exact. */
const LETTER = 6.6;

/** Tone and label of a badge. A failure that has ended but may return is recovering. */
type BadgeStatus = { tone: Tone; label: string };

function badgeStatusOf(component: SystemSummary['components'][number]): BadgeStatus {
  const { kind, tone } = publicStatus(component);
  return { tone, label: kind === 'recovering' ? en.recovering : en.label[kind] };
}

function badgeStatusOfAll({ components, overall }: SystemSummary): BadgeStatus {
  const worst = components.map(badgeStatusOf).filter((status) => status.tone === overall);
  return (
    worst.find((status) => status.label !== en.recovering) ?? worst[0] ?? { tone: overall, label: en.label[overall] }
  );
}

/** Draws a badge with the name and status of a component, or with the name of the brand and the status of all (`all`). Returns null for an unknown component. */
export function badgeSvg(summary: SystemSummary, slug: string, { name }: Pick<Brand, 'name'>): string | null {
  if (slug === 'all') return drawn(name ?? en.badge.overall, badgeStatusOfAll(summary));
  const component = summary.components.find((one) => one.slug === slug);
  return component ? drawn(component.name, badgeStatusOf(component)) : null;
}

function drawn(name: string, { tone, label }: BadgeStatus): string {
  const [left, right] = [name, label].map((text) => ({ text: escaped(text), width: Math.ceil(text.length * LETTER) }));
  if (!left || !right) return '';
  const split = left.width + 2 * PADDING;
  const width = split + ICON + right.width + 3 * PADDING;
  const mark = STATUS_MARKS[tone];
  const title = `${left.text}: ${right.text}`;
  const text = (x: number, part: typeof left) =>
    `<text x="${x}" y="14" textLength="${part.width}" lengthAdjust="spacingAndGlyphs">${part.text}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title>
<rect width="${width}" height="${HEIGHT}" rx="3" fill="${mark.light}"/><path d="M3 0h${split - 3}v${HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#3f3f46"/>
<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(PADDING, left)}${text(split + ICON + 2 * PADDING, right)}</g>
<path transform="translate(${split + PADDING} 3) scale(${ICON / 24})" d="${mark.icon}" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

/** Draws the icon of the page: Candor's ring, whose dot shows the overall tone by colour and shape. It is green only if everything is operational. */
export function faviconSvg(summary: SystemSummary): string {
  return iconOf(STATUS_MARKS[summary.overall], DOTS[summary.overall]);
}

const CIRCLE = `<circle cx="${DOT.x}" cy="${DOT.y}" r="${DOT.radius}"/>`;
const TRIANGLE = '<path d="M13 5.7l2.7 4.7h-5.4z"/>';
const OPEN_CIRCLE = `<circle class="open" cx="${DOT.x}" cy="${DOT.y}" r="1.5"/>`;
/** The dot of each tone, about as large as a circle of the logo's dot. */
const DOTS: Record<Tone, string> = {
  operational: CIRCLE,
  degraded_performance: TRIANGLE,
  possible: TRIANGLE,
  incident: TRIANGLE,
  partial_outage: '<path d="M13 5.3l2.7 2.7l-2.7 2.7l-2.7-2.7z"/>',
  major_outage: '<path d="M11 6h4v4h-4z"/>',
  unknown: OPEN_CIRCLE,
  not_monitored: OPEN_CIRCLE,
};
const INK = { light: '#10151c', dark: '#f3f5f8' };

function iconOf({ light, dark }: StatusMark, dot: string): string {
  const rules = (ink: string, tone: string) => `.ring{stroke:${ink}}.dot{fill:${tone}}.open{fill:none;stroke:${tone}}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>${rules(INK.light, light)}@media(prefers-color-scheme:dark){${rules(INK.dark, dark)}}</style><path class="ring" d="${RING_PATH}" fill="none" stroke-width="${RING_WIDTH}" stroke-linecap="round"/><g class="dot" stroke-width="1.2">${dot}</g></svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
