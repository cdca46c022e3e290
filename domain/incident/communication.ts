import type { Instant } from '#domain/time/interval';
import { promiseStates, type Word } from './promise.ts';

/**
 * What is measured of an incident: when monitoring was sure or staff opened it, and every public word. `detectedAt`: null for what was entered later.
 * `wasThere`: monitoring was sure of it, from what probes had seen earlier, before incidents were kept at all.
 */
export type Spoken = {
  startedAt: Instant;
  detectedAt: Instant | null;
  wasThere: boolean;
  publicAt: Instant;
  resolvedAt: Instant | null;
  postmortemAt: Instant | null;
  /** Its public words, and apart from them those of each incident that went on in it: a promise is kept where it was made. */
  words: readonly (readonly Word[])[];
};

/** Times in ms; null where there is nothing to measure (yet). */
export type Communication = {
  firstUpdateMs: number | null;
  promisesKept: number;
  promisesMissed: number;
  postmortemMs: number | null;
};

/**
 * How quickly an incident was spoken of: from detection to the first public word, from the end to the post-mortem; promises kept and missed. The first
 * word is not measured where nobody could have spoken at detection: neither late, which would be unfair, nor at once, which would flatter. A post-mortem that
 * was there before the last end is none of it.
 */
export function communicationOf(
  { detectedAt, wasThere, publicAt, resolvedAt, postmortemAt, words }: Spoken,
  now: Instant,
): Communication {
  const states = words.flatMap((own) => promiseStates(own, now));
  return {
    firstUpdateMs: detectedAt === null || wasThere ? null : Math.max(0, publicAt - detectedAt),
    promisesKept: states.filter((state) => state === 'kept').length,
    promisesMissed: states.filter((state) => state === 'missed').length,
    postmortemMs:
      postmortemAt === null || resolvedAt === null || postmortemAt < resolvedAt ? null : postmortemAt - resolvedAt,
  };
}

export type QuarterCommunication = { year: number; quarter: number; incidents: number } & Communication;

/** The lower of the two in the middle where there are two: a time that was really taken. */
function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known.length === 0 ? null : (known[(known.length - 1) >> 1] as number);
}

/** The same for each calendar quarter (UTC) by the beginning of the incidents, newest first: medians of times, sums of promises. */
export function quarterlyCommunication(spoken: readonly Spoken[], now: Instant): QuarterCommunication[] {
  const byQuarter = Map.groupBy(spoken, ({ startedAt }) => {
    const date = new Date(startedAt);
    return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
  });
  const newestFirst = [...byQuarter].sort(([a], [b]) => b - a);
  return newestFirst.map(([key, own]) => {
    const all = own.map((one) => communicationOf(one, now));
    const sum = (of: (one: Communication) => number) => all.reduce((total, one) => total + of(one), 0);
    return {
      year: Math.floor(key / 4),
      quarter: (key % 4) + 1,
      incidents: own.length,
      firstUpdateMs: median(all.map((one) => one.firstUpdateMs)),
      promisesKept: sum((one) => one.promisesKept),
      promisesMissed: sum((one) => one.promisesMissed),
      postmortemMs: median(all.map((one) => one.postmortemMs)),
    };
  });
}
