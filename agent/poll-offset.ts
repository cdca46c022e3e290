import { createHash } from 'node:crypto';

/** Returns the offset of a target within the interval. It spreads the targets and depends only on the name, so that a restart changes nothing. */
export function phaseMs(name: string, intervalMs: number): number {
  return Math.floor((createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32) * intervalMs);
}

/** Returns the first time at or after `now` at which the target `name` is due. */
export function nextAt(name: string, intervalMs: number, now: number): number {
  const phase = phaseMs(name, intervalMs);
  return Math.ceil((now - phase) / intervalMs) * intervalMs + phase;
}
