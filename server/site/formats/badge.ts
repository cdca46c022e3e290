import { STATUS_MARKS, type StatusMark } from '#domain/measurement/status-marks';
import type { Tone } from '#domain/measurement/tone';
import { publicStatus } from '#domain/site/public-status';
import type { SystemSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';

const HEIGHT = 20;
const PADDING = 6;
const ICON = 14;
/** A little more than the widest letters of the fonts that may be used; textLength makes it exact. */
const LETTER = 6.6;

/** What a badge says: the tone, and its word; trouble that is over and may yet come back is recovering. */
type Saying = { tone: Tone; word: string };

function sayingOf(component: SystemSummary['components'][number]): Saying {
  const { kind, tone } = publicStatus(component);
  return { tone, word: kind === 'recovering' ? en.recovering : en.label[kind] };
}

function sayingOfAll({ components, overall }: SystemSummary): Saying {
  const words = components.map(sayingOf).filter((saying) => saying.tone === overall);
  return (
    words.find((saying) => saying.word !== en.recovering) ?? words[0] ?? { tone: overall, word: en.label[overall] }
  );
}

/** A badge with the name and the status of a component, or of all (`all`); null where there is no such component. */
export function badgeSvg(summary: SystemSummary, slug: string): string | null {
  if (slug === 'all') return drawn(en.badge.overall, sayingOfAll(summary));
  const component = summary.components.find((one) => one.slug === slug);
  return component ? drawn(component.name, sayingOf(component)) : null;
}

function drawn(name: string, { tone, word }: Saying): string {
  const [left, right] = [name, word].map((text) => ({ text: escaped(text), width: Math.ceil(text.length * LETTER) }));
  if (!left || !right) return '';
  const split = left.width + 2 * PADDING;
  const width = split + ICON + right.width + 3 * PADDING;
  const mark = STATUS_MARKS[tone];
  const label = `${left.text}: ${right.text}`;
  const text = (x: number, part: typeof left) =>
    `<text x="${x}" y="14" textLength="${part.width}" lengthAdjust="spacingAndGlyphs">${part.text}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${label}"><title>${label}</title>
<rect width="${width}" height="${HEIGHT}" rx="3" fill="${mark.light}"/><path d="M3 0h${split - 3}v${HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#3f3f46"/>
<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(PADDING, left)}${text(split + ICON + 2 * PADDING, right)}</g>
<path transform="translate(${split + PADDING} 3) scale(${ICON / 24})" d="${mark.icon}" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

/** The icon of the page: the mark of the whole, never green unless everything is calm. */
export function faviconSvg(summary: SystemSummary): string {
  return iconOf(STATUS_MARKS[summary.overall]);
}

function iconOf({ icon, light, dark }: StatusMark): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><style>path{stroke:${light}}@media(prefers-color-scheme:dark){path{stroke:${dark}}}</style><path d="${icon}" fill="none" stroke="${light}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
