import { enFigures } from '#messages/en/figures';

const MS_PER_MIN = 60_000;
const MS_PER_S = 1_000;
const FORMAT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** Formats milliseconds as minutes without rounding, like "44,640 min" or "44,561 min 30.5 s". */
export function formatMinutes(ms: number): string {
  const { min, s } = enFigures.minutes;
  const minutes = Math.floor(ms / MS_PER_MIN);
  const rest = ms - minutes * MS_PER_MIN;
  const seconds = `${FORMAT.format(rest / MS_PER_S)}\u00a0${s}`;
  if (rest > 0 && minutes === 0) return seconds;
  return `${FORMAT.format(minutes)}\u00a0${min}${rest > 0 ? ` ${seconds}` : ''}`;
}
