import { canonicalJson, type Json } from '#domain/canonical-json';
import type { Instant } from '#domain/time/interval';
import type { AlertAbout, Gone, OpenAlert, StaffAlert, Urgency } from './alert.ts';

/**
 * `raise`: it is worse than what was told, or a step further, so it is told anew and an acknowledgement is void. `refresh`: it is on and says something
 * else, or its cause came back (`isBack`). `fade`: its cause is gone, for now. `end`: for good.
 */
export type AlertStep =
  | { do: 'begin'; alert: StaffAlert }
  | { do: 'raise'; id: number; alert: StaffAlert }
  | { do: 'refresh'; id: number; alert: StaffAlert; isBack: boolean }
  | { do: 'fade'; id: number; gone: Gone; about: AlertAbout }
  | { do: 'end'; id: number; gone: Gone; about: AlertAbout };

type GoneNow = Omit<Gone, 'noticedAt'> & { about: AlertAbout; cooldownMs: number; cooldownEndsAt: Instant };

/**
 * What is so now. `held`: keys of alerts of which nobody can say whether they are on; they stay as they are. `goneOf` says of one that is neither why and
 * since when, what there is to say of it, and until when it is to stay away before it ends.
 */
export type AlertsNow = {
  now: Instant;
  on: readonly StaffAlert[];
  held: ReadonlySet<string>;
  goneOf: (alert: OpenAlert) => GoneNow;
};

/** What must change for the stored alerts to say what is so. Urgency never falls while an alert is open: what was told was told. */
export function followAlerts(open: readonly OpenAlert[], { now, on, held, goneOf }: AlertsNow): AlertStep[] {
  const byKey = new Map(open.map((one) => [one.key, one]));
  const keys = new Set(on.map(({ key }) => key));
  const steps = on.flatMap((alert): AlertStep[] => {
    const known = byKey.get(alert.key);
    if (!known) return [{ do: 'begin', alert }];
    return held.has(alert.key) ? [] : followOne(known, alert);
  });
  const away = open.filter(({ key }) => !keys.has(key) && !held.has(key));
  return [...steps, ...away.flatMap((one) => fadeOne(one, now, goneOf(one)))];
}

function followOne(known: OpenAlert, alert: StaffAlert): AlertStep[] {
  const urgency = Math.max(alert.urgency, known.urgency) as Urgency; // both are
  const step = Math.max(alert.step, known.step);
  const next = { ...alert, urgency, step };
  if (urgency > known.urgency || step > known.step) return [{ do: 'raise', id: known.id, alert: next }];
  const isSame = known.gone === null && alert.incident === known.incident && textOf(alert) === textOf(known);
  return isSame ? [] : [{ do: 'refresh', id: known.id, alert: next, isBack: isBack(known, alert) }];
}

/** Whether its cause came back. An outage that was over while its component was not operational yet kept its alert on. */
function isBack({ gone, about: before }: OpenAlert, { about }: StaffAlert): boolean {
  return (
    gone !== null || (before.kind === 'outage' && about.kind === 'outage' && before.to !== null && about.to === null)
  );
}

function textOf({ about }: Pick<StaffAlert, 'about'>): string {
  return canonicalJson(about as Json); // figures, names and lists of names
}

function fadeOne(
  { id, gone: known, about: said }: OpenAlert,
  now: Instant,
  { at, why, cooldownMs, cooldownEndsAt, about }: GoneNow,
): AlertStep[] {
  const gone = known ?? { at, why, noticedAt: now };
  if (now >= Math.max(gone.noticedAt + cooldownMs, cooldownEndsAt))
    return [{ do: 'end', id, gone, about: known ? said : about }];
  return known ? [] : [{ do: 'fade', id, gone, about }];
}
