import type { Instant } from '#domain/time/interval';
import { type AnnouncingUpdate, announcementStates } from './next-update.ts';

/** `ms`: null if nothing was sent. */
type Notified = { recipients: number; sent: number; ms: number | null };

/**
 * Facts about the communication of an incident. `detectedAt`: when monitoring confirmed it or staff opened it; null for a backfilled incident.
 * `predatesAutomation`: monitoring confirmed it from earlier probes, before incident automation started. `notified`: the recipients of its updates, how many
 * of their messages were sent, and the time from an update to the last of its messages, for the slowest update.
 */
export type CommunicationFacts = {
  startedAt: Instant;
  detectedAt: Instant | null;
  predatesAutomation: boolean;
  publicAt: Instant;
  resolvedAt: Instant | null;
  postmortemAt: Instant | null;
  notified: Notified;
  /** Its public updates, and separately those of each merged incident: an announcement counts in the incident that made it. */
  updates: readonly (readonly AnnouncingUpdate[])[];
};

/** Times in ms; null if there is nothing to measure (yet). */
export type Communication = {
  firstUpdateMs: number | null;
  promisesMet: number;
  promisesMissed: number;
  postmortemMs: number | null;
  notified: Notified;
};

/**
 * Measures the communication of an incident: the time from detection to the first public update and from the end to the post-mortem, and how many announced
 * updates came in time. The first update is not measured if no one could have published at detection, because any figure would be unfair. A post-mortem
 * from before the last end does not count.
 */
export function communicationOf(
  { detectedAt, predatesAutomation, publicAt, resolvedAt, postmortemAt, notified, updates }: CommunicationFacts,
  now: Instant,
): Communication {
  const states = updates.flatMap((own) => announcementStates(own, now));
  return {
    firstUpdateMs: detectedAt === null || predatesAutomation ? null : Math.max(0, publicAt - detectedAt),
    promisesMet: states.filter((state) => state === 'met').length,
    promisesMissed: states.filter((state) => state === 'missed').length,
    postmortemMs:
      postmortemAt === null || resolvedAt === null || postmortemAt < resolvedAt ? null : postmortemAt - resolvedAt,
    notified,
  };
}

export type QuarterCommunication = { year: number; quarter: number; incidents: number } & Communication;

/** Returns the median; of an even number, the lower of the two middle values, which is a time that occurred. */
function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known.length === 0 ? null : (known[(known.length - 1) >> 1] as number);
}

/** Summarises communication by calendar quarter (UTC) of the start of the incidents, newest first: medians of times, sums of numbers. */
export function quarterlyCommunication(incidents: readonly CommunicationFacts[], now: Instant): QuarterCommunication[] {
  const byQuarter = Map.groupBy(incidents, ({ startedAt }) => {
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
      promisesMet: sum((one) => one.promisesMet),
      promisesMissed: sum((one) => one.promisesMissed),
      postmortemMs: median(all.map((one) => one.postmortemMs)),
      notified: {
        recipients: sum(({ notified }) => notified.recipients),
        sent: sum(({ notified }) => notified.sent),
        ms: median(all.map(({ notified }) => notified.ms)),
      },
    };
  });
}
