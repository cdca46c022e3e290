import type { Health } from './health-words.ts';

export type Reading = { health: Health; dataAgeSeconds?: number; latencyMs?: number };
/** A reading, and what is wrong with the answer; `detail`: the part of that which may differ from one answer to the next. */
export type Answer = { reading: Reading; complaint?: string; detail?: string };
/** The body of a 2xx answer, decoded, and its Content-Type. */
export type Body = { text: string; type: string };

export function unreadable(complaint: string, detail?: string): Answer {
  return { reading: { health: 'down' }, complaint, ...(detail === undefined ? {} : { detail }) };
}

/** JSON has no infinity: a figure like 1e400, which is one once it is read, would be sent as none. */
export function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
