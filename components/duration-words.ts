import { en } from '../messages/en.ts';

const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3_600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

/** A duration in words, "1 h 10 min": at most `count` neighbouring units from the largest down, floored to the last; "under 1 s" below a second. */
export function durationWords(ms: number, count = 3): string {
  if (ms > 0 && ms < 1_000) return `${en.duration.under} 1\u00a0${en.duration.s}`;
  let rest = Math.floor(ms / 1_000);
  const first = UNITS.findIndex((unit) => rest >= unit.seconds);
  if (first === -1) return `0\u00a0${en.duration.s}`;
  const words: string[] = [];
  for (const unit of UNITS.slice(first, first + count)) {
    const whole = Math.floor(rest / unit.seconds);
    rest -= whole * unit.seconds;
    if (whole > 0) words.push(`${whole}\u00a0${en.duration[unit.name]}`); // a figure and its unit stay together
  }
  return words.join(' ');
}
