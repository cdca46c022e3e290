import type { Instant } from '#domain/time/interval';
import type { AutomationAction } from './automation-action.ts';
import { currentEpisodes, type IncidentRecord, type IncidentSettings, isOpen } from './incident-record.ts';
import type { Known } from './match-outages.ts';
import { type AutomationFacts, factsOf, type Outage } from './outages.ts';

/** Returns when an incident that starts now is published by the settings of its component; null if only a person publishes it. */
export function holdFrom({ evaluatedUntil }: AutomationFacts, { publish, holdMs }: IncidentSettings): Instant | null {
  return publish === 'never' ? null : evaluatedUntil + (publish === 'held' ? holdMs : 0);
}

/** Returns until when an incident is held after an ongoing outage was added to it. */
export function heldFor(incident: IncidentRecord, { componentId }: Outage, { facts, settings }: Known): Instant | null {
  return incident.isPublic
    ? incident.heldUntil
    : soonest(runningHold(incident), holdFrom(facts, settings(componentId)));
}

/** Returns the hold of an incident while one of its outages is ongoing; after that, its hold does not apply to another outage. */
function runningHold(incident: IncidentRecord): Instant | null {
  return currentEpisodes(incident).some(({ to }) => to === null) ? incident.heldUntil : null;
}

/** Returns the earlier of two publication times; null means never. */
function soonest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** A held incident is published when its hold ends, unless its outage ended before. */
export function publication(incident: IncidentRecord, facts: AutomationFacts): AutomationAction | null {
  const { heldUntil } = incident;
  if (incident.isPublic || heldUntil === null || heldUntil > facts.evaluatedUntil || !isOpen(incident)) return null;
  const lasted = currentEpisodes(incident).some(
    ({ componentId, to }) => to === null || to + factsOf(facts, componentId).recoverForMs > heldUntil,
  );
  return lasted ? { do: 'publish', incidentId: incident.id } : null;
}
