import { en } from '#messages/en/site';

const FORMAT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** "2,673,720 s": whole milliseconds as seconds, nothing rounded away. */
export function formatSeconds(ms: number): string {
  return en.uptime.seconds(FORMAT.format(ms / 1000));
}
