import type { AlertFacts, ComponentFact, StaffAlert } from './alert.ts';
import { keyOf, type OpenAlert, type OutageAbout, type OutageFact } from './alert.ts';

/**
 * An outage alert is active from when the outage is confirmed until monitoring shows the component operational, or late data removes the outage.
 * Closing its incident does not clear it. `undetermined`: monitoring does not show whether the outage is over, so the alert stays as it is.
 */
type Presence = 'active' | 'undetermined' | 'cleared';

/** Returns one alert per component. A further outage during an open alert belongs to that alert. */
export function outageAlerts(facts: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  return facts.outages.flatMap((outage) => {
    const component = facts.components.find(({ slug }) => slug === outage.slug);
    const known = open.find(({ key }) => key === keyOf.outage(outage.slug));
    return presenceOf(outage, component, known) === 'active' ? [outageAlert(outage, component)] : [];
  });
}

function outageAlert(
  { slug, incident, cooldownEndsAt, ...outage }: OutageFact,
  component: ComponentFact | undefined,
): StaffAlert {
  const about: OutageAbout = { kind: 'outage', current: currentOf(component), ...outage };
  return { key: keyOf.outage(slug), urgency: outage.level, incident, notifyAfterMs: 0, step: 0, about };
}

function currentOf(component: ComponentFact | undefined): OutageAbout['current'] {
  if (component?.status === 'degraded_performance') return 'degraded';
  return component?.status === 'unknown' ? 'unknown' : 'down';
}

/** Returns whether late data removed the outage that the alert began with. */
export function isRemoved({ about }: OpenAlert, outage: OutageFact | undefined): boolean {
  return about.kind === 'outage' && (!outage || (outage.to !== null && outage.to <= about.from));
}

/** Returns whether the latest outage of a component keeps its alert active. `known`: that alert, if one is open. */
export function presenceOf(
  outage: OutageFact | undefined,
  component: ComponentFact | undefined,
  known: OpenAlert | undefined,
): Presence {
  if (outage?.to === null) return 'active';
  if (!known || !component || isRemoved(known, outage)) return 'cleared';
  const { status, phase } = component;
  if (status === 'operational') return phase === 'steady' ? 'cleared' : 'undetermined';
  if (status === 'not_monitored') return 'cleared';
  if (known.cleared === null) return 'active';
  return status === 'degraded_performance' ? 'cleared' : 'undetermined'; // it had recovered, and no outage is confirmed since
}
