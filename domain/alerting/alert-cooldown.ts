import { isReporting, wasLive } from '#domain/measurement/source-contact';
import type { Instant } from '#domain/time/interval';
import { type AlertFacts, keyOf, type OpenAlert, type OutageAbout, type WhyGone } from './alert.ts';
import { alertsOn } from './alert-conditions.ts';
import { isRemoved, presenceOf } from './outage-alerts.ts';
import type { AlertsNow } from './reconcile-alerts.ts';

/** An alert ends when its cause has been gone for this long: what comes and goes is one alert, which keeps its acknowledgement. */
export const COOLDOWN_MS = 5 * 60_000;
/** What people end by a word is over at once. */
const AT_ONCE = ['promise', 'forgotten'];

/** What is so now of the alerts that are open, and of those that are to be. */
export function alertsNow(facts: AlertFacts, open: readonly OpenAlert[]): AlertsNow {
  return {
    now: facts.now,
    on: alertsOn(facts, open),
    held: heldKeys(facts, open),
    goneOf: (alert) => goneOf(alert, facts),
  };
}

/** What monitoring does not see contradicts nothing and agrees with nothing. */
function heldKeys({ outages, components }: AlertFacts, open: readonly OpenAlert[]): Set<string> {
  const unseen = components.filter(({ status }) => status === 'unknown');
  const held = new Set(
    unseen.flatMap(({ slug }) => [keyOf.contradiction('better', slug), keyOf.contradiction('worse', slug)]),
  );
  for (const component of components) {
    const { slug } = component;
    const known = open.find(({ key }) => key === keyOf.outage(slug));
    const newest = outages.find((outage) => outage.slug === slug);
    if (presenceOf(newest, component, known) === 'held') held.add(keyOf.outage(slug));
  }
  return held;
}

function goneOf(alert: OpenAlert, facts: AlertFacts): ReturnType<AlertsNow['goneOf']> {
  const cooldownMs = AT_ONCE.includes(alert.about.kind) ? 0 : COOLDOWN_MS;
  if (alert.about.kind === 'outage') return { ...outageGone(alert, alert.about, facts), cooldownMs };
  return { at: facts.now, why: whyGone(alert, facts), about: alert.about, cooldownMs, cooldownEndsAt: facts.now };
}

type OutageGone = { at: Instant; why: WhyGone; about: OutageAbout; cooldownEndsAt: Instant };

/** What is said of the end is said of the newest outage. */
function outageGone(alert: OpenAlert, about: OutageAbout, { now, outages, components }: AlertFacts): OutageGone {
  const component = components.find(({ slug }) => keyOf.outage(slug) === alert.key);
  const newest = outages.find(({ slug }) => keyOf.outage(slug) === alert.key);
  const cooldownEndsAt = newest?.cooldownEndsAt ?? now;
  if (!newest || isRemoved(alert, newest)) return { at: now, why: 'erased', about, cooldownEndsAt };
  const why = component?.status === 'not_monitored' ? 'unmonitored' : 'well';
  const { level, from, to, isReturn } = newest;
  return { at: component?.since ?? now, why, about: { ...about, level, from, to, isReturn }, cooldownEndsAt };
}

function whyGone({ about, key, incident }: OpenAlert, { now, incidents, sources, destinations }: AlertFacts): WhyGone {
  if (about.kind === 'promise' || about.kind === 'forgotten')
    return incident !== null && incidents.includes(incident) ? 'well' : 'closed';
  if (about.kind === 'destination') return destinations.includes(about.destination) ? 'well' : 'removed';
  if (about.kind !== 'blind' && about.kind !== 'clock') return 'well';
  const source = sources.find(({ id }) => key === keyOf[about.kind](id));
  if (!source) return 'removed';
  if (about.kind === 'clock') return isReporting(source, now) ? 'well' : 'silent';
  return wasLive(source) ? 'well' : 'late';
}
