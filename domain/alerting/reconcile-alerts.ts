import { canonicalJson, type Json } from '#domain/canonical-json';
import type { Instant } from '#domain/time/interval';
import type { AlertAbout, Cleared, OpenAlert, StaffAlert, Urgency } from './alert.ts';

/**
 * `raise`: the alert became more urgent or reached its next step, so it notifies again and loses its acknowledgement. `refresh`: its facts changed, or
 * its cause returned during the cooldown (`isBack`). `clear`: its cause cleared and the cooldown begins. `end`: the cooldown is over.
 */
export type AlertStep =
  | { do: 'begin'; alert: StaffAlert }
  | { do: 'raise'; id: number; alert: StaffAlert }
  | { do: 'refresh'; id: number; alert: StaffAlert; isBack: boolean }
  | { do: 'clear'; id: number; cleared: Cleared; about: AlertAbout }
  | { do: 'end'; id: number; cleared: Cleared; about: AlertAbout };

type Clearing = Omit<Cleared, 'noticedAt'> & { about: AlertAbout; cooldownMs: number; cooldownEndsAt: Instant };

/**
 * The alerts by the facts of now. `undetermined`: keys of alerts that may or may not be active, which stay as they are. `clearingOf` describes an alert
 * that is neither: why and when its cause cleared, the facts for its message, and its cooldown.
 */
export type CurrentAlerts = {
  now: Instant;
  active: readonly StaffAlert[];
  undetermined: ReadonlySet<string>;
  clearingOf: (alert: OpenAlert) => Clearing;
};

/** Returns the steps that bring the stored alerts up to date. The urgency of an open alert never falls. */
export function reconcileAlerts(
  open: readonly OpenAlert[],
  { now, active, undetermined, clearingOf }: CurrentAlerts,
): AlertStep[] {
  const byKey = new Map(open.map((one) => [one.key, one]));
  const keys = new Set(active.map(({ key }) => key));
  const steps = active.flatMap((alert): AlertStep[] => {
    const known = byKey.get(alert.key);
    if (!known) return [{ do: 'begin', alert }];
    return undetermined.has(alert.key) ? [] : reconcileOne(known, alert);
  });
  const inactive = open.filter(({ key }) => !keys.has(key) && !undetermined.has(key));
  return [...steps, ...inactive.flatMap((one) => clearOne(one, now, clearingOf(one)))];
}

function reconcileOne(known: OpenAlert, alert: StaffAlert): AlertStep[] {
  const urgency = Math.max(alert.urgency, known.urgency) as Urgency; // both are
  const step = Math.max(alert.step, known.step);
  const next = { ...alert, urgency, step };
  if (urgency > known.urgency || step > known.step) return [{ do: 'raise', id: known.id, alert: next }];
  const isSame = known.cleared === null && alert.incident === known.incident && textOf(alert) === textOf(known);
  return isSame ? [] : [{ do: 'refresh', id: known.id, alert: next, isBack: isBack(known, alert) }];
}

/** Returns whether the cause came back. A component that is degraded after its outage keeps the alert active, so a new outage counts too. */
function isBack({ cleared, about: before }: OpenAlert, { about }: StaffAlert): boolean {
  return (
    cleared !== null || (before.kind === 'outage' && about.kind === 'outage' && before.to !== null && about.to === null)
  );
}

function textOf({ about }: Pick<StaffAlert, 'about'>): string {
  return canonicalJson(about as Json); // figures, names and lists of names
}

function clearOne(
  { id, cleared: known, about: storedAbout }: OpenAlert,
  now: Instant,
  { at, reason, cooldownMs, cooldownEndsAt, about }: Clearing,
): AlertStep[] {
  const cleared = known ?? { at, reason, noticedAt: now };
  if (now >= Math.max(cleared.noticedAt + cooldownMs, cooldownEndsAt))
    return [{ do: 'end', id, cleared, about: known ? storedAbout : about }];
  return known ? [] : [{ do: 'clear', id, cleared, about }];
}
