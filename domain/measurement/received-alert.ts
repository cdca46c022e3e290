import type { Instant } from '#domain/time/interval';
import type { Health } from './probe.ts';

/** What an instance is while an alert about it fires: up where the alert says that there is no trouble. */
export type AlertHealth = Extract<Health, 'up' | 'degraded' | 'down'>;
/**
 * What a notification says of an alert. `endsAt` is null while it fires. `knownForMs`: for how long it is known to fire unless it is repeated;
 * null where it needs no repetition, 0 where it says only that the state of its instance is unknown.
 */
export type ReportedAlert = {
  startsAt: Instant;
  endsAt: Instant | null;
  health: AlertHealth;
  knownForMs: number | null;
};
/**
 * A time for which an alert fires, [from, to), open where no end was told. `startsAt`: the start under which it was told. Whether it fires is
 * unknown from `knownUntil` on, where that is not null.
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
 * An alert that is told to fire longer than this after its known end fires again: a notification is not that long on its way. Alertmanager ends
 * an alert that Prometheus no longer repeats, and when the two reach each other again the alert comes back with the startsAt that it had.
 */
const FIRES_AGAIN_MS = 300_000;

/**
 * Times of one fingerprint that are kept at most; the oldest closed ones are dropped. An alert that flaps every ten minutes has 288 in the 48
 * hours in which the record may change.
 */
export const TIMES_MAX = 300;

export type Hearing = { receivedAt: Instant; oldest: Instant };

/**
 * Closes the times of one fingerprint for which no end was told. The sender holds one alert per fingerprint, so such a time ends where a later
 * one begins, and at any end that was told after it began, whatever startsAt came with it: an alert that ends and fires again within
 * Alertmanager's group_interval is told of only once it has ended for good, and Grafana 12 may write the end over the start.
 */
export function closeFirings<T extends Firing>(times: readonly T[]): T[] {
  const instants = times.flatMap(({ from, to }) => (to === null ? [from] : [from, to])).sort((a, b) => a - b);
  return times.map((time) => (time.to === null ? { ...time, to: firstAfter(instants, time.from) } : time));
}

/** The first of ascending `instants` that lies after `at`, by binary search. */
function firstAfter(instants: readonly Instant[], at: Instant): Instant | null {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] as Instant) > at) high = middle;
    else low = middle + 1;
  }
  return instants[low] ?? null;
}

/** Whether the alert fires by what is known: one of its times has no end, neither of its own nor implied. */
export function isFiring(times: readonly Firing[]): boolean {
  return closeFirings(times).some(({ to }) => to === null);
}

/** Keeps at most `TIMES_MAX` times of one fingerprint: drops those that ended first. Of several with one end, one whose end is implied goes before what implies it. */
export function capTimes<T extends Firing>(times: readonly T[]): readonly T[] {
  if (times.length <= TIMES_MAX) return times;
  const ends = closeFirings(times).map(({ to }, i) => ({ time: times[i] as T, at: to ?? Number.POSITIVE_INFINITY }));
  ends.sort((a, b) => a.at - b.at || Number(b.time.to === null) - Number(a.time.to === null));
  const dropped = new Set(ends.slice(0, times.length - TIMES_MAX).map(({ time }) => time));
  return times.filter((time) => !dropped.has(time));
}

/**
 * The first instant from which the times of one fingerprint say everything. Times that were dropped are still in the record: what lies before the
 * earliest time that is kept must not be corrected. A list may have become shorter again since, so half of the limit counts as full.
 */
export function completeFrom(times: readonly Firing[]): Instant {
  return times.length > TIMES_MAX / 2 ? Math.min(...times.map(({ from }) => from)) : Number.NEGATIVE_INFINITY;
}

/**
 * What is known of the alert of one fingerprint once `told` was heard; the very list of before where it adds nothing. What lies before `oldest`,
 * the first admissible instant, is cut off there. Notifications that overtake each other on the way lead to the same end: whether one that
 * tells of firing was late, or the alert fires again, shows when an end is told next. An end before the time that it was taken to fire again
 * takes that time back.
 */
export function applyAlert(known: readonly Firing[], told: ReportedAlert, hearing: Hearing): readonly Firing[] {
  return told.endsAt === null
    ? hearFiring(known, told, hearing)
    : hearEnd(known, { ...told, endsAt: told.endsAt }, hearing.oldest);
}

function hearFiring(known: readonly Firing[], told: ReportedAlert, { receivedAt, oldest }: Hearing): readonly Firing[] {
  const closed = closeFirings(known);
  const lastEnd = Math.max(...closed.map(({ to }) => to ?? Number.POSITIVE_INFINITY));
  if (receivedAt - lastEnd > FIRES_AGAIN_MS && told.startsAt <= lastEnd)
    return [...known, timeFrom(receivedAt, told, receivedAt)];
  const isNewStart = !known.some(({ startsAt }) => startsAt === told.startsAt);
  const fresh = timeFrom(Math.max(told.startsAt, oldest), told, receivedAt);
  const open = known[closed.findIndex(({ to }) => to === null)];
  if (!open || (isNewStart && fresh.from > open.from)) return isNewStart ? [...known, fresh] : known;
  const repeated = repeat(known, open, told, receivedAt);
  return isNewStart ? [...repeated, fresh] : repeated;
}

/** What is known once the alert that fires in `open` was repeated. After a lapse, and where its severity means something else now, a time of its own begins. */
function repeat(known: readonly Firing[], open: Firing, told: ReportedAlert, receivedAt: Instant): readonly Firing[] {
  const replace = (change: Partial<Firing>) => known.map((time) => (time === open ? { ...open, ...change } : time));
  const again = timeFrom(Math.max(receivedAt, open.from + 1), told, receivedAt);
  if (open.health !== told.health) return [...replace({ to: again.from }), again];
  if (open.knownUntil === null || told.knownForMs === null || told.knownForMs === 0) return known;
  if (receivedAt >= open.knownUntil) return [...known, again];
  return replace({ knownUntil: Math.max(open.knownUntil, receivedAt + told.knownForMs) });
}

function timeFrom(from: Instant, { startsAt, health, knownForMs }: ReportedAlert, receivedAt: Instant): Firing {
  const knownUntil = knownForMs === null ? null : knownForMs === 0 ? from : Math.max(receivedAt, from) + knownForMs;
  return { startsAt, from, to: null, health, knownUntil };
}

/** An alert that ended needs no repetition; that it lapsed before is kept. */
function hearEnd(
  known: readonly Firing[],
  told: ReportedAlert & { endsAt: Instant },
  oldest: Instant,
): readonly Firing[] {
  const { startsAt, endsAt, health, knownForMs } = told;
  const closed = closeFirings(known);
  const kept = known.filter((time) => !(time.to === null && endsAt < time.from && firesAgain(time, closed)));
  const same = kept.filter((time) => time.startsAt === startsAt).sort((a, b) => a.from - b.from);
  const meant = same.findLast(({ from }) => from <= endsAt) ?? same[0];
  if (!meant) {
    const from = Math.max(startsAt, oldest);
    return [
      ...kept,
      { startsAt, from, to: Math.max(endsAt, from), health, knownUntil: knownForMs === 0 ? from : null },
    ];
  }
  if (meant.to === null || endsAt > meant.to)
    return kept.map((time) => (time === meant ? { ...meant, to: Math.max(endsAt, meant.from, oldest) } : time));
  return kept.length < known.length ? kept : known;
}

/** Whether a time begins with the receipt of a word that the alert fires, after it had ended or lapsed, and not with a start that was told. */
function firesAgain({ startsAt, from }: Firing, closed: readonly Firing[]): boolean {
  return startsAt < from && closed.some(({ to }) => to !== null && startsAt <= to && to <= from);
}
