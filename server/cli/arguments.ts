import { InvalidArgumentError } from 'commander';
import { parseRfc3339 } from '#domain/time/rfc3339';

/** An import of subscribers has at most this many rows. */
const SUBSCRIBERS_MAX = 20_000;

/** Parses a time in RFC 3339 to milliseconds since the epoch. Errors: InvalidArgumentError. */
export function timeArgument(text: string): number {
  const parsed = parseRfc3339(text);
  if (parsed === null) throw new InvalidArgumentError('It must be an RFC 3339 time like 2022-03-30T13:20:00Z.');
  return parsed;
}

/** Parses a number of days above 0. Errors: InvalidArgumentError. */
export function daysArgument(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of days above 0.');
  return Number(text);
}

/** Parses a number of subscribers. Errors: InvalidArgumentError. */
export function subscribersArgument(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > SUBSCRIBERS_MAX)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${SUBSCRIBERS_MAX}.`);
  return count;
}

/** Parses the seed of random choices. Errors: InvalidArgumentError. */
export function seedArgument(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at most 9 digits.');
  return Number(text);
}

/** Parses the number and hash of an audit entry as `audit verify` prints them. Errors: InvalidArgumentError. */
export function auditEntryArgument(text: string): { seq: number; hash: string } {
  const [, seq, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!seq || !hash) throw new InvalidArgumentError('It must be NUMBER:HASH as printed by "audit verify".');
  return { seq: Number(seq), hash };
}

/** Parses a replay speed: a number above 0, or "max" for no waiting. Errors: InvalidArgumentError. */
export function speedArgument(text: string): number {
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
  if (!(speed > 0)) throw new InvalidArgumentError('It must be a number above 0, or "max".');
  return speed;
}
