import type { AlertHealth } from '#domain/measurement/received-alert';
import type { Instant } from '#domain/time/interval';

/** An alert of one instance, and when its sender told that it fires; `endsAt` is null where no end was ever told. */
export type SentAlert = { health: AlertHealth; startsAt: Instant; endsAt: Instant | null; toldAt: Instant[] };

const SEVERITY: AlertHealth[] = ['up', 'degraded', 'down'];

/** Whether it was told in time, word for word: what was told last at `t` is not older than `withinMs`; before it was told first, it was told later. */
function isKnown({ health, toldAt }: SentAlert, t: Instant, withinMs: number): boolean {
  const before = toldAt.filter((at) => at <= t);
  return health === 'up' || before.length === 0 || t - Math.max(...before) < withinMs;
}

/** The state of the instance at `t`, from everything that was sent: that of its worst alert, unknown where that was not told in time. */
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
