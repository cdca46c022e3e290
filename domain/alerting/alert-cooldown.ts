import { isReporting, wasLive } from '#domain/measurement/source-contact';
import type { Instant } from '#domain/time/interval';
import { type AlertFacts, type ClearReason, keyOf, type OpenAlert, type OutageAbout } from './alert.ts';
import { activeAlerts } from './alert-conditions.ts';
import { isRemoved, presenceOf } from './outage-alerts.ts';
import type { CurrentAlerts } from './reconcile-alerts.ts';

/** An alert ends when its cause has been clear for this long. A cause that returns earlier belongs to the same alert and keeps its acknowledgement. */
export const COOLDOWN_MS = 5 * 60_000;
/** Alerts that staff end, by posting an update, publishing a post-mortem or resuming notifications, need no cooldown. */
const KINDS_WITHOUT_COOLDOWN = ['promise', 'forgotten', 'postmortem', 'volume_pause'];

/** Returns which alerts are active, undetermined or cleared now. */
export function currentAlerts(facts: AlertFacts, open: readonly OpenAlert[]): CurrentAlerts {
  return {
    now: facts.now,
    active: activeAlerts(facts, open),
    undetermined: undeterminedKeys(facts, open),
    clearingOf: (alert) => clearingOf(alert, facts),
  };
}

/** Without monitoring data there is neither a contradiction nor agreement. */
function undeterminedKeys({ outages, components }: AlertFacts, open: readonly OpenAlert[]): Set<string> {
  const unknown = components.filter(({ status }) => status === 'unknown');
  const keys = new Set(
    unknown.flatMap(({ slug }) => [keyOf.contradiction('better', slug), keyOf.contradiction('worse', slug)]),
  );
  for (const component of components) {
    const { slug } = component;
    const known = open.find(({ key }) => key === keyOf.outage(slug));
    const latest = outages.find((outage) => outage.slug === slug);
    if (presenceOf(latest, component, known) === 'undetermined') keys.add(keyOf.outage(slug));
  }
  return keys;
}

function clearingOf(alert: OpenAlert, facts: AlertFacts): ReturnType<CurrentAlerts['clearingOf']> {
  const cooldownMs = KINDS_WITHOUT_COOLDOWN.includes(alert.about.kind) ? 0 : COOLDOWN_MS;
  if (alert.about.kind === 'outage') return { ...clearedOutage(alert, alert.about, facts), cooldownMs };
  return {
    at: facts.now,
    reason: clearReason(alert, facts),
    about: alert.about,
    cooldownMs,
    cooldownEndsAt: facts.now,
  };
}

type ClearedOutage = { at: Instant; reason: ClearReason; about: OutageAbout; cooldownEndsAt: Instant };

/** The message about the end describes the latest outage, not the one that the alert began with. */
function clearedOutage(alert: OpenAlert, about: OutageAbout, { now, outages, components }: AlertFacts): ClearedOutage {
  const component = components.find(({ slug }) => keyOf.outage(slug) === alert.key);
  const latest = outages.find(({ slug }) => keyOf.outage(slug) === alert.key);
  const cooldownEndsAt = latest?.cooldownEndsAt ?? now;
  if (!latest || isRemoved(alert, latest)) return { at: now, reason: 'removed_by_late_data', about, cooldownEndsAt };
  const reason = component?.status === 'not_monitored' ? 'not_monitored' : 'recovered';
  const { level, from, to, isReturn } = latest;
  return { at: component?.since ?? now, reason, about: { ...about, level, from, to, isReturn }, cooldownEndsAt };
}

function clearReason(
  { about, key, incident }: OpenAlert,
  { now, incidents, sources, destinations }: AlertFacts,
): ClearReason {
  if (about.kind === 'promise' || about.kind === 'forgotten')
    return incident !== null && incidents.includes(incident) ? 'recovered' : 'incident_closed';
  if (about.kind === 'destination') return destinations.includes(about.destination) ? 'recovered' : 'removed';
  if (about.kind !== 'agent_silent' && about.kind !== 'clock') return 'recovered';
  const source = sources.find(({ id }) => key === keyOf[about.kind](id));
  if (!source) return 'removed';
  if (about.kind === 'clock') return isReporting(source, now) ? 'recovered' : 'silent';
  return wasLive(source) ? 'recovered' : 'late';
}
