import type { Tone } from '#domain/measurement/tone';
import type { Brand } from '#domain/site/brand';
import { publicStatus } from '#domain/site/public-status';
import { STATUS_COLOURS } from '#domain/site/status-colours';
import { STATUS_SHAPES, type StatusShape } from '#domain/site/status-shapes';
import type { SystemSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';

const HEIGHT = 24;
const RADIUS = 6;
const PADDING = 8;
const ICON = 14;
const GAP = 5;
const BASELINE = 16;
const LABEL_COLOUR = '#1b2027';
/** Slightly more than the widest letters of the possible fonts; textLength makes it exact. */
const LETTER = 6.6;
const BOLD_LETTER = 7.3;

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

type Text = { text: string; width: number };

function textOf(text: string, letter: number): Text {
  return { text: escaped(text), width: Math.ceil(text.length * letter) };
}

function drawn(name: string, { tone, label }: BadgeStatus): string {
  const [left, right] = [textOf(name, LETTER), textOf(label, BOLD_LETTER)];
  const split = left.width + 2 * PADDING;
  const width = split + PADDING + ICON + GAP + right.width + PADDING;
  const colour = STATUS_COLOURS[tone].badge;
  const title = `${left.text}: ${right.text}`;
  const text = (x: number, part: Text, weight: number) =>
    `<text x="${x}" y="${BASELINE}" textLength="${part.width}" lengthAdjust="spacingAndGlyphs" font-weight="${weight}">${part.text}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title>
<rect width="${width}" height="${HEIGHT}" rx="${RADIUS}" fill="${colour}"/><path d="M${RADIUS} 0h${split - RADIUS}v${HEIGHT}H${RADIUS}a${RADIUS} ${RADIUS} 0 0 1-${RADIUS}-${RADIUS}V${RADIUS}a${RADIUS} ${RADIUS} 0 0 1 ${RADIUS}-${RADIUS}z" fill="${LABEL_COLOUR}"/>
<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(PADDING, left, 400)}${text(split + PADDING + ICON + GAP, right, 700)}</g>
<g transform="translate(${split + PADDING} ${(HEIGHT - ICON) / 2}) scale(${ICON / 24})" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">${shapeOf(STATUS_SHAPES[tone], colour)}</g></svg>`;
}

/** Draws a status in white; the sign on a solid shape has the colour of the badge. */
function shapeOf({ shape, style, glyph }: StatusShape, colour: string): string {
  const isSolid = style === 'solid';
  const dashes = style === 'dashed' ? ' stroke-dasharray="3.2 2.5"' : '';
  return `<path d="${shape}" fill="${isSolid ? '#fff' : 'none'}" stroke="#fff"${dashes}/><path d="${glyph}" fill="none" stroke="${isSolid ? colour : '#fff'}"/>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
