import { isOpenIncident, type PublicIncident } from '#domain/incident/public-incident';
import { overallTone } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';
import { statedOf } from './public-status.ts';
import type { ComponentSummary, SystemSummary } from './summary.ts';

/** Returns the summary as it will be once an incident is shown like this, from `now` on. For previews. */
export function summaryWithIncident(summary: SystemSummary, incident: PublicIncident, now: Instant): SystemSummary {
  const others = summary.openIncidents.filter(({ publicId }) => publicId !== incident.publicId);
  const openIncidents = isOpenIncident(incident)
    ? [...others, incident].sort((a, b) => b.startedAt - a.startedAt)
    : others;
  const stated = (one: ComponentSummary) => ({ ...one, stated: statedOf(one.publicId, openIncidents, one) });
  const components = summary.components.map(stated);
  return {
    ...summary,
    components,
    archived: summary.archived.map(stated),
    openIncidents,
    overall: overallTone(components, openIncidents.length > 0),
    changedAt: now,
  };
}
