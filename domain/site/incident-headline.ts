import { isOpenIncident, type PublicIncident } from '#domain/incident/public-incident';
import { overallTone } from '#domain/measurement/tone';
import { type ComponentFact, headlineFacts } from './headline-facts.ts';
import type { SystemSummary } from './summary.ts';

/**
 * What the head of a message about an incident reports. `failing`: a failure of its components, or their recovery; `open`: the incident itself, because
 * monitoring shows no confirmed failure; `recovered`: closed, and its components are operational; `closed`: closed, and nothing shows that.
 */
export type IncidentHeadline =
  | { kind: 'failing'; fact: ComponentFact }
  | { kind: 'open' }
  | { kind: 'recovered'; names: string[] }
  | { kind: 'closed' };

const FAILING = ['major_outage', 'partial_outage', 'degraded_performance', 'recovering'];

/** Returns what to report of an incident, from the status of its components. It is what the home page would show if they were all there is. */
export function incidentHeadline(incident: PublicIncident, summary: SystemSummary): IncidentHeadline {
  const ids = incident.components.map(({ publicId }) => publicId);
  const components = summary.components.filter(({ publicId }) => ids.includes(publicId));
  const isOpen = isOpenIncident(incident);
  const openIncidents = isOpen ? [incident] : [];
  const [fact] = headlineFacts({ ...summary, components, openIncidents, overall: overallTone(components, isOpen) });
  if (isOpen) return FAILING.includes(fact.kind) ? { kind: 'failing', fact: fact as ComponentFact } : { kind: 'open' }; // these kinds are of components
  if (fact.kind === 'operational' && fact.names.length === ids.length) return { kind: 'recovered', names: fact.names };
  return { kind: 'closed' };
}
