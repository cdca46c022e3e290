import type { Instant, Step } from './interval.ts';
import { pushStep, valueAt } from './interval.ts';
import { HEALTHS, type Health } from './observation.ts';

/** What an instance is while an alert about it fires: up where the alert says that there is no trouble. */
export type AlertHealth = Extract<Health, 'up' | 'degraded' | 'down'>;
/** What a notification says of an alert. `endsAt` is null while it fires. */
export type ToldAlert = { startsAt: Instant; endsAt: Instant | null; health: AlertHealth };
/** A time for which an alert is known to fire, [from, to), open where `to` is null. */
export type Firing = { from: Instant; to: Instant | null; health: AlertHealth };

/**
 * An alert that is told to fire longer than this after its known end fires again: a notification is not that long on its way. Alertmanager ends
 * an alert that Prometheus no longer repeats, and when the two reach each other again the alert comes back with the startsAt that it had.
 */
const FIRES_AGAIN_MS = 300_000;

export type Hearing = { receivedAt: Instant; oldest: Instant };

/**
 * What `told` adds to what is known of the same alert (same fingerprint and startsAt, ascending): times to keep, each in the place of the known
 * one that begins at the same instant, or beside them; none where it only repeats. What lies before `oldest`, the first admissible instant, is
 * cut off there. Notifications that overtake each other on the way lead to the same end: whether one that tells of firing was late, or the
 * alert fires again, shows when an end is told next. An end before the time that it was taken to fire again takes that time back.
 */
export function hearAlert(known: readonly Firing[], told: ToldAlert, { receivedAt, oldest }: Hearing): Firing[] {
  const last = known.at(-1);
  if (!last) {
    const from = Math.max(told.startsAt, oldest);
    return [{ from, to: told.endsAt === null ? null : Math.max(told.endsAt, from), health: told.health }];
  }
  if (told.endsAt === null) {
    const firesAgain = last.to !== null && receivedAt - last.to > FIRES_AGAIN_MS;
    return firesAgain ? [{ from: receivedAt, to: null, health: told.health }] : [];
  }
  const endsAt = told.endsAt;
  const meant = known.findLast(({ from }) => from <= endsAt) ?? (known[0] as Firing); // there is a last
  const ended = meant.to === null || endsAt > meant.to ? [{ ...meant, to: Math.max(endsAt, meant.from, oldest) }] : [];
  const takenBack = last !== meant && last.to === null ? [{ ...last, to: last.from }] : [];
  return [...ended, ...takenBack];
}

/** The health of an instance from its alerts: as bad as the worst that fires, up where none does; nothing before the first. */
export function alertSteps(firings: readonly Firing[]): Step<Health>[] {
  const changes = firings.flatMap(({ from, to, health }) => [{ at: from, health, by: 1 }, ...(to === null ? [] : [{ at: to, health, by: -1 }])]);
  changes.sort((a, b) => a.at - b.at);
  const firing = { up: 0, degraded: 0, down: 0 };
  const steps: Step<Health>[] = [];
  for (const { at, health, by } of changes) {
    firing[health] += by;
    pushStep(steps, at, firing.down > 0 ? 'down' : firing.degraded > 0 ? 'degraded' : 'up');
  }
  return steps;
}

function isWorse(a: Health | undefined, b: Health): boolean {
  return a !== undefined && HEALTHS.indexOf(a) > HEALTHS.indexOf(b);
}

/**
 * Observations to store beside those `stored` so that from `oldest` on the record says what is `wanted`. A repeat of a stored instant keeps the
 * worse, so what turns out better than was stored is said one millisecond later. `stored` begins with the last step at or before `oldest`.
 */
export function stepsToStore(stored: readonly Step<Health>[], wanted: readonly Step<Health>[], oldest: Instant): Step<Health>[] {
  const byInstant = new Map(stored.map(({ at, value }) => [at, value]));
  const instants = [...new Set([oldest, ...stored.map(({ at }) => at), ...wanted.map(({ at }) => at)])].filter((at) => at >= oldest).sort((a, b) => a - b);
  const steps: Step<Health>[] = [];
  let held = valueAt<Health | null>(stored, oldest, null);
  for (const [i, at] of instants.entries()) {
    held = byInstant.get(at) ?? held;
    const want = valueAt<Health | null>(wanted, at, null);
    if (want === null || want === held) continue;
    const free = isWorse(byInstant.get(at), want) ? at + 1 : at;
    if (free === instants[i + 1]) continue; // said there
    steps.push({ at: free, value: want });
    held = want;
  }
  return steps;
}
