import { isOutage, levelOf } from '#domain/measurement/status';
import type { DayFigures } from '#domain/site/summary';
import { shortMonthUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { formatBriefDuration } from './format-duration.ts';
import { STATUS_TOKENS } from './status-tokens.ts';

const LABELS_MAX = 3;
/** Widths in px for which labels must not overlap: the narrowest window, and the column of a wide one. */
const NARROW_PX = 288;
const WIDE_PX = 560;
/** Slightly more than the average letter of a label. */
const LETTER_PX = 7;
const GAP_PX = 8;
/** Months that begin later have no name, because "Today" is there. */
const NAMED_UNTIL = 0.84;

type Anchor = 'start' | 'middle' | 'end';
/** `at`: share of the width. `isWideOnly`: overlaps another label on phones. */
export type DayLabel = {
  day: DayFigures;
  text: string;
  at: number;
  anchor: Anchor;
  ink: string;
  isWideOnly: boolean;
};

/**
 * Returns the labels of the worst days, at most three, without those that would overlap a worse one. An outage of today comes before all
 * others, so that it always has its label.
 */
export function dayLabels(days: readonly DayFigures[], isOngoing: boolean): DayLabel[] {
  const isOutageToday = ({ day, index }: { day: DayFigures; index: number }) =>
    index === days.length - 1 && isOutage(day.worst);
  const worst = days
    .map((day, index) => ({ day, index }))
    .filter(({ day }) => troubleMs(day) > 0)
    .sort((a, b) => levelOf(b.day.worst) - levelOf(a.day.worst) || troubleMs(b.day) - troubleMs(a.day))
    .sort((a, b) => Number(isOutageToday(b)) - Number(isOutageToday(a)));
  const labels: DayLabel[] = [];
  for (const { day, index } of worst) {
    if (labels.length === LABELS_MAX) break;
    const label = labelOf(day, index, days.length, isOngoing && index === days.length - 1);
    if (labels.some((other) => overlaps(label, other, WIDE_PX))) continue;
    labels.push({ ...label, isWideOnly: labels.some((other) => overlaps(label, other, NARROW_PX)) });
  }
  return labels.sort((a, b) => a.at - b.at);
}

/** Returns where months begin. `text`: the short name, unless there is no room for it. */
export function monthTicks(days: readonly DayFigures[]): { from: Instant; at: number; text: string | null }[] {
  return days.flatMap(({ from }, index) => {
    if (new Date(from).getUTCDate() !== 1) return [];
    const at = index / days.length;
    return [{ from, at, text: at <= NAMED_UNTIL ? shortMonthUtc(from) : null }];
  });
}

function troubleMs({ downMs, degradedMs }: DayFigures): number {
  return downMs > 0 ? downMs : degradedMs;
}

function labelOf(day: DayFigures, index: number, count: number, isOngoing: boolean): DayLabel {
  const duration = formatBriefDuration(troubleMs(day));
  const text = isOngoing ? en.days.soFar(duration) : day.downMs > 0 ? duration : en.days.degraded(duration);
  const centre = (index + 0.5) / count;
  const half = (text.length * LETTER_PX) / 2 / NARROW_PX;
  const anchor: Anchor = centre < half ? 'start' : centre > 1 - half ? 'end' : 'middle';
  const at = anchor === 'start' ? index / count : anchor === 'end' ? (index + 1) / count : centre;
  return { day, text, at, anchor, ink: STATUS_TOKENS[day.worst].ink, isWideOnly: false };
}

function overlaps(a: DayLabel, b: DayLabel, px: number): boolean {
  const [first, second] = [spanOf(a, px), spanOf(b, px)];
  return first.from < second.to + GAP_PX && second.from < first.to + GAP_PX;
}

function spanOf({ text, at, anchor }: DayLabel, px: number): { from: number; to: number } {
  const width = text.length * LETTER_PX;
  const from = at * px - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
  return { from, to: from + width };
}
