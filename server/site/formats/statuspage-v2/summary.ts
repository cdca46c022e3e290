import type { Status } from '#domain/measurement/status';
import type { ComponentSummary, SystemSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { componentV2, groupV2, worseOf } from './component.ts';
import { incidentV2 } from './incidents.ts';
import { type PageV2, pageAt } from './page.ts';

export type RollupV2 = { indicator: 'none' | 'minor' | 'major' | 'critical'; description: string };
/** Formats the body of /api/v2/summary.json. */
export function summaryV2(summary: SystemSummary, page: PageV2) {
  return {
    ...componentsV2(summary, page),
    incidents: summary.openIncidents.map((incident) => incidentV2(incident, page, summary)),
    scheduled_maintenances: [],
    status: rollupOf(summary),
  };
}

/** Formats the body of /api/v2/status.json. */
export function statusV2(summary: SystemSummary, page: PageV2) {
  return { page: pageV2(summary, page), status: rollupOf(summary) };
}

/** Formats the body of /api/v2/components.json: all components, and each group before its first member. */
export function componentsV2(summary: SystemSummary, page: PageV2) {
  const members = Map.groupBy(summary.components, (component) => component.group?.publicId);
  const components = summary.components.flatMap((component) => {
    const own = componentV2(component, page.id);
    const ofGroup = component.group && (members.get(component.group.publicId) as ComponentSummary[]); // it is one of them
    return component.group && ofGroup?.[0] === component ? [groupV2(component.group, ofGroup, page.id), own] : [own];
  });
  return { page: pageV2(summary, page), components };
}

function rollupOf({ components, openIncidents }: SystemSummary): RollupV2 {
  return rollupV2(components.map(worseOf), openIncidents.length > 0);
}

/** Returns the overall indicator. It is never "none" if a state is unknown, nothing is monitored or an incident is open. */
export function rollupV2(statuses: readonly Status[], hasOpenIncident = false): RollupV2 {
  const text = en.v2.rollup;
  const has = (status: Status) => statuses.includes(status);
  if (has('major_outage')) {
    return statuses.every((status) => status === 'major_outage')
      ? { indicator: 'critical', description: text.critical }
      : { indicator: 'major', description: text.major };
  }
  if (has('partial_outage')) return { indicator: 'minor', description: text.minorOutage };
  if (has('degraded_performance')) return { indicator: 'minor', description: text.minorDegraded };
  if (has('unknown') || !has('operational')) return { indicator: 'minor', description: text.missing };
  return hasOpenIncident
    ? { indicator: 'minor', description: text.incident }
    : { indicator: 'none', description: text.none };
}

function pageV2(summary: SystemSummary, page: PageV2) {
  return pageAt(page, summary.changedAt);
}
