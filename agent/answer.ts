import type { Health } from './health-values.ts';

/** What one response of a target shows. The agent turns it into a probe by adding the instance and the time. */
export type Sample = { health: Health; dataAgeSeconds?: number; latencyMs?: number };
/** A sample and, if the target is down, the problem. `detail` is the part of the problem that may differ from one response to the next. */
export type Answer = { sample: Sample; problem?: string; detail?: string };
/** The body of a 2xx response, decoded, and its Content-Type. */
export type Body = { text: string; type: string };

export function downAnswer(problem: string, detail?: string): Answer {
  return { sample: { health: 'down' }, problem, ...(detail === undefined ? {} : { detail }) };
}

/** Returns whether a value is a finite number of at least 0. JSON cannot carry infinity, which a number like 1e400 becomes when parsed. */
export function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
