import type { Approval } from '#domain/incident/approval';
import { ends, type IncidentState } from '#domain/incident/incident';
import type { PublishedState } from '#domain/incident/incident-times';
import type { MonitoredComponent, StaffFacts, Statement, UpdateInput } from '#domain/incident/update-input';
import type { Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { FoundIncident } from './find-incident.ts';
import { monitoredComponents } from './monitored-components.ts';

/** Reads the facts for the rules about updates that people write, on the connection that holds the incident lock. */
export async function staffFacts(
  tx: IncidentTransaction,
  incident: FoundIncident,
  input: UpdateInput,
  now: Instant,
): Promise<StaffFacts> {
  return {
    monitored: await monitoredFor(tx, incident, input, now),
    updates: await publishedStates(tx, incident.id),
    approval: await approvalFacts(tx, incident, input.affected),
  };
}

/** The plan needs monitoring only for an update that ends the incident or states that a component is operational. */
async function monitoredFor(
  tx: IncidentTransaction,
  incident: FoundIncident,
  { state = incident.state, affected = [] }: UpdateInput,
  now: Instant,
): Promise<MonitoredComponent[]> {
  const isNeeded = ends(incident.state, state) || affected.some(({ status }) => status === 'operational');
  if (!isNeeded) return [];
  const ids = [...incident.stated, ...affected].map(({ componentId }) => componentId);
  return monitoredComponents(tx, ids, now);
}

type StoredState = PublishedState & { id: number };

/** Reads the state and the time of event of all updates, in the order of their publication. */
export async function publishedStates(tx: IncidentTransaction, incidentId: number): Promise<StoredState[]> {
  const rows = await tx.incidentUpdate.findMany({
    where: { incidentId },
    orderBy: { id: 'asc' },
    select: { id: true, state: true, occurredAt: true },
  });
  return rows.map(({ id, state, occurredAt }) => ({
    id,
    state: state as IncidentState, // the table's CHECK lists the states
    occurredAt: occurredAt.getTime(),
  }));
}

/** Reads whether a further public text needs two people. Most components require none, so the rest is read only where one does. */
export async function approvalFacts(
  tx: IncidentTransaction,
  { id: incidentId, stated }: Pick<FoundIncident, 'id' | 'stated'>,
  affected: readonly Statement[] = [],
): Promise<StaffFacts['approval']> {
  const componentId = { in: [...stated, ...affected].map((one) => one.componentId) };
  const rows = await tx.incidentSetting.findMany({ where: { componentId }, select: { approval: true } });
  const settings = rows.map(({ approval }) => approval as Approval); // the table's CHECK lists them, and those below
  if (settings.every((approval) => approval === 'none')) return { settings, stated: [], measured: 0 };
  const impacts = await tx.incidentImpact.findMany({
    where: { update: { incidentId } },
    distinct: ['newStatus'],
    select: { newStatus: true },
  });
  const worst = await tx.episode.aggregate({ where: { incidentId, removedAt: null }, _max: { level: true } });
  return {
    settings,
    stated: [...stated.map(({ status }) => status), ...impacts.map(({ newStatus }) => newStatus as Stated)],
    measured: (worst._max.level ?? 0) as StaffFacts['approval']['measured'],
  };
}
