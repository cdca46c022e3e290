import type { AlertHealth } from '#domain/measurement/received-alert';
import type { Instant } from '#domain/time/interval';

/** An alert of one instance. `sentAt`: when its sender reported that it fires. `endsAt` is null if no end was reported. */
export type SentAlert = { health: AlertHealth; startsAt: Instant; endsAt: Instant | null; sentAt: Instant[] };

const SEVERITY: AlertHealth[] = ['up', 'degraded', 'down'];

/** Returns whether the last report at `t` is not older than `withinMs`. Before the first report, the alert counts as known. */
function isKnown({ health, sentAt }: SentAlert, t: Instant, withinMs: number): boolean {
  const before = sentAt.filter((at) => at <= t);
  return health === 'up' || before.length === 0 || t - Math.max(...before) < withinMs;
}

/** Returns the state of the instance at `t`: that of its worst firing alert, or unknown if that was not repeated in time. */
export function stateFromAlerts(
  alerts: readonly SentAlert[],
  t: Instant,
  withinMs: number,
): AlertHealth | 'unknown' | null {
  if (!alerts.some(({ startsAt }) => startsAt <= t)) return null;
  const firing = alerts.filter(({ startsAt, endsAt }) => startsAt <= t && (endsAt === null || t < endsAt));
  const worst = SEVERITY.findLast((health) => firing.some((alert) => alert.health === health)) ?? 'up';
  const ofWorst = firing.filter(({ health }) => health === worst);
  return ofWorst.length === 0 || ofWorst.some((alert) => isKnown(alert, t, withinMs)) ? worst : 'unknown';
}
