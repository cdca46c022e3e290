import { createHash } from 'node:crypto';

/** Spreads the targets over the interval: always the same place for one name, so that a restart changes nothing. */
export function phaseMs(name: string, intervalMs: number): number {
  return Math.floor((createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32) * intervalMs);
}

/** The first instant at or after `now` that lies in `name`'s phase. */
export function nextAt(name: string, intervalMs: number, now: number): number {
  const phase = phaseMs(name, intervalMs);
  return Math.ceil((now - phase) / intervalMs) * intervalMs + phase;
}
