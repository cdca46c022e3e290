import type { AlertFacts, ComponentFact, StaffAlert } from './alert.ts';
import { keyOf, type OpenAlert, type OutageAbout, type OutageFact } from './alert.ts';

/**
 * An outage is on from when it is confirmed until probes see the component well, or late data shows that there was none; what people say of its incident
 * does not end it. `held`: what probes see leaves open whether it is over, and nothing is to be said.
 */
type Presence = 'on' | 'held' | 'gone';

/** One alert a component: a further outage while it is open is more of the same. */
export function outageAlerts(facts: AlertFacts, open: readonly OpenAlert[]): StaffAlert[] {
  return facts.outages.flatMap((outage) => {
    const component = facts.components.find(({ slug }) => slug === outage.slug);
    const known = open.find(({ key }) => key === keyOf.outage(outage.slug));
    return presenceOf(outage, component, known) === 'on' ? [outageAlert(outage, component)] : [];
  });
}

function outageAlert(
  { slug, incident, cooldownEndsAt, ...outage }: OutageFact,
  component: ComponentFact | undefined,
): StaffAlert {
  const about: OutageAbout = { kind: 'outage', seen: seenOf(component), ...outage };
  return { key: keyOf.outage(slug), urgency: outage.level, incident, holdMs: 0, step: 0, about };
}

function seenOf(component: ComponentFact | undefined): OutageAbout['seen'] {
  if (component?.status === 'degraded_performance') return 'degraded';
  return component?.status === 'unknown' ? 'unseen' : 'down';
}

/** Late data shows that the outage that an alert was begun for was none. */
export function isRemoved({ about }: OpenAlert, outage: OutageFact | undefined): boolean {
  return about.kind === 'outage' && (!outage || (outage.to !== null && outage.to <= about.from));
}

/** Whether an outage that was told goes on; `known`: its alert, where one is open. */
export function presenceOf(
  outage: OutageFact | undefined,
  component: ComponentFact | undefined,
  known: OpenAlert | undefined,
): Presence {
  if (outage?.to === null) return 'on';
  if (!known || !component || isRemoved(known, outage)) return 'gone';
  const { status, phase } = component;
  if (status === 'operational') return phase === 'steady' ? 'gone' : 'held';
  if (status === 'not_monitored') return 'gone';
  if (known.gone === null) return 'on';
  return status === 'degraded_performance' ? 'gone' : 'held'; // it was well, and is not seen to be down
}
