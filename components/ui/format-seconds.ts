import { en } from '#messages/en/site';

const FORMAT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** Formats milliseconds as seconds without rounding, like "2,673,720 s". */
export function formatSeconds(ms: number): string {
  return en.uptime.seconds(FORMAT.format(ms / 1000));
}
