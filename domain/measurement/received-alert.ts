import type { Instant } from '#domain/time/interval';
import type { Health } from './probe.ts';

/** The health of an instance while an alert about it fires. `up` for an alert that reports no trouble. */
export type AlertHealth = Extract<Health, 'up' | 'degraded' | 'down'>;
/**
 * An alert as a notification reports it. `endsAt` is null while it fires. `knownForMs`: how long it is known to fire without being repeated. Null if it
 * needs no repetition; 0 if it reports only that the state of its instance is unknown.
 */
export type ReportedAlert = {
  startsAt: Instant;
  endsAt: Instant | null;
  health: AlertHealth;
  knownForMs: number | null;
};
/**
 * A period [from, to) in which an alert fires. `to` is null if no end was reported. `startsAt`: the reported start. From `knownUntil` on, if not null, it
 * is unknown whether the alert fires.
 */
export type Firing = {
  startsAt: Instant;
  from: Instant;
  to: Instant | null;
  health: AlertHealth;
  knownUntil: Instant | null;
};
/** A sender holds one alert per fingerprint. */
export type Alert = Firing & { fingerprint: string };

/**
 * A firing alert that is received longer than this after its known end fires again, because no notification is delayed that long. Alertmanager ends an
 * alert that Prometheus no longer repeats. When the two are connected again, the alert comes back with its former startsAt.
 */
const FIRES_AGAIN_MS = 300_000;

/**
 * Maximum periods per fingerprint; the oldest closed ones are dropped. An alert that flaps every ten minutes has 288 in the 48 hours in which the record
 * may change.
 */
export const TIMES_MAX = 300;

export type AlertArrival = { receivedAt: Instant; oldest: Instant };

/**
 * Closes the periods of one fingerprint without a reported end. The sender has one alert per fingerprint, so such a period ends where a later one begins,
 * or at any end reported after it began, with whatever startsAt. Alertmanager does not report an alert that ends and fires again within group_interval,
 * and Grafana 12 may overwrite the start with the end.
 */
export function closeFirings<T extends Firing>(times: readonly T[]): T[] {
  const instants = times.flatMap(({ from, to }) => (to === null ? [from] : [from, to])).sort((a, b) => a - b);
  return times.map((time) => (time.to === null ? { ...time, to: firstAfter(instants, time.from) } : time));
}

/** Returns the first of ascending `instants` after `at`, by binary search. */
function firstAfter(instants: readonly Instant[], at: Instant): Instant | null {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] as Instant) > at) high = middle;
    else low = middle + 1;
  }
  return instants[low] ?? null;
}

/** Returns whether the alert fires: one of its periods has neither a reported nor an implied end. */
export function isFiring(times: readonly Firing[]): boolean {
  return closeFirings(times).some(({ to }) => to === null);
}

/** Keeps at most `TIMES_MAX` periods of one fingerprint and drops those that ended first. Of equal ends, an implied one goes before the one that implies it. */
export function capTimes<T extends Firing>(times: readonly T[]): readonly T[] {
  if (times.length <= TIMES_MAX) return times;
  const ends = closeFirings(times).map(({ to }, i) => ({ time: times[i] as T, at: to ?? Number.POSITIVE_INFINITY }));
  ends.sort((a, b) => a.at - b.at || Number(b.time.to === null) - Number(a.time.to === null));
  const dropped = new Set(ends.slice(0, times.length - TIMES_MAX).map(({ time }) => time));
  return times.filter((time) => !dropped.has(time));
}

/**
 * Returns the first instant from which the periods of one fingerprint are complete. Dropped periods are still in the record, so the time before the
 * earliest remaining period must not be corrected. A list may have become shorter since, so half of the limit counts as full.
 */
export function completeFrom(times: readonly Firing[]): Instant {
  return times.length > TIMES_MAX / 2 ? Math.min(...times.map(({ from }) => from)) : Number.NEGATIVE_INFINITY;
}

/**
 * Returns the periods of one fingerprint after `reported` was received, or the same list if it adds nothing. Periods are cut off at `oldest`, the first
 * admissible instant. The result does not depend on the order in which notifications arrive. The next reported end shows whether a firing notification
 * was late or the alert fired again: an end before the presumed new start removes that period.
 */
export function applyAlert(
  known: readonly Firing[],
  reported: ReportedAlert,
  arrived: AlertArrival,
): readonly Firing[] {
  return reported.endsAt === null
    ? applyFiring(known, reported, arrived)
    : applyEnd(known, { ...reported, endsAt: reported.endsAt }, arrived.oldest);
}

function applyFiring(
  known: readonly Firing[],
  reported: ReportedAlert,
  { receivedAt, oldest }: AlertArrival,
): readonly Firing[] {
  const closed = closeFirings(known);
  const lastEnd = Math.max(...closed.map(({ to }) => to ?? Number.POSITIVE_INFINITY));
  if (receivedAt - lastEnd > FIRES_AGAIN_MS && reported.startsAt <= lastEnd)
    return [...known, timeFrom(receivedAt, reported, receivedAt)];
  const isNewStart = !known.some(({ startsAt }) => startsAt === reported.startsAt);
  const fresh = timeFrom(Math.max(reported.startsAt, oldest), reported, receivedAt);
  const open = known[closed.findIndex(({ to }) => to === null)];
  if (!open || (isNewStart && fresh.from > open.from)) return isNewStart ? [...known, fresh] : known;
  const repeated = repeat(known, open, reported, receivedAt);
  return isNewStart ? [...repeated, fresh] : repeated;
}

/** Applies a repeat of the alert that fires in `open`. After a lapse, or with another severity, a new period begins. */
function repeat(
  known: readonly Firing[],
  open: Firing,
  reported: ReportedAlert,
  receivedAt: Instant,
): readonly Firing[] {
  const replace = (change: Partial<Firing>) => known.map((time) => (time === open ? { ...open, ...change } : time));
  const again = timeFrom(Math.max(receivedAt, open.from + 1), reported, receivedAt);
  if (open.health !== reported.health) return [...replace({ to: again.from }), again];
  if (open.knownUntil === null || reported.knownForMs === null || reported.knownForMs === 0) return known;
  if (receivedAt >= open.knownUntil) return [...known, again];
  return replace({ knownUntil: Math.max(open.knownUntil, receivedAt + reported.knownForMs) });
}

function timeFrom(from: Instant, { startsAt, health, knownForMs }: ReportedAlert, receivedAt: Instant): Firing {
  const knownUntil = knownForMs === null ? null : knownForMs === 0 ? from : Math.max(receivedAt, from) + knownForMs;
  return { startsAt, from, to: null, health, knownUntil };
}

/** An ended alert needs no repetition. An earlier lapse stays. */
function applyEnd(
  known: readonly Firing[],
  reported: ReportedAlert & { endsAt: Instant },
  oldest: Instant,
): readonly Firing[] {
  const { startsAt, endsAt, health, knownForMs } = reported;
  const closed = closeFirings(known);
  const remaining = known.filter((time) => !(time.to === null && endsAt < time.from && firesAgain(time, closed)));
  const same = remaining.filter((time) => time.startsAt === startsAt).sort((a, b) => a.from - b.from);
  const meant = same.findLast(({ from }) => from <= endsAt) ?? same[0];
  if (!meant) {
    const from = Math.max(startsAt, oldest);
    return [
      ...remaining,
      { startsAt, from, to: Math.max(endsAt, from), health, knownUntil: knownForMs === 0 ? from : null },
    ];
  }
  if (meant.to === null || endsAt > meant.to)
    return remaining.map((time) => (time === meant ? { ...meant, to: Math.max(endsAt, meant.from, oldest) } : time));
  return remaining.length < known.length ? remaining : known;
}

/** Returns whether a period begins at the receipt of a notification after an end or a lapse, and not at a reported start. */
function firesAgain({ startsAt, from }: Firing, closed: readonly Firing[]): boolean {
  return startsAt < from && closed.some(({ to }) => to !== null && startsAt <= to && to <= from);
}
