import type { MonitoredComponent } from '#domain/incident/update-input';
import { shownState } from '#domain/measurement/shown-state';
import type { Instant } from '#domain/time/interval';
import { currentStatesWithin } from '#server/evaluation/sql/current-states';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

const ARCHIVED = { status: 'not_monitored', since: null } as const;

/**
 * Reads what the pages show of the monitoring of these components at `now`, in the order of the page. Archived components are not monitored, even if probes
 * still arrive. Uses only the given connection, because a change of incidents must not wait for a second one.
 */
export async function monitoredComponents(
  tx: IncidentTransaction,
  componentIds: readonly number[],
  now: Instant,
): Promise<MonitoredComponent[]> {
  const states = await currentStatesWithin(tx);
  const components = await tx.component.findMany({
    where: { id: { in: [...componentIds] } },
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    select: { id: true, slug: true, name: true, archivedAt: true },
  });
  return components.map(({ id, slug, name, archivedAt }) => {
    const { status, since } = archivedAt === null ? shownState(states.get(id), now) : ARCHIVED;
    return { componentId: id, component: slug, name, status, since };
  });
}
