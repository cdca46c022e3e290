import { shownState } from '#domain/measurement/shown-state';
import { levelOf, type Status } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { currentStatesWithin } from '#server/evaluation/sql/current-states';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

/** What probes say of a component now, and since when. */
export type MonitoredComponent = {
  componentId: number;
  component: string;
  name: string;
  status: Status;
  since: Instant | null;
};

const ARCHIVED = { status: 'not_monitored', since: null } as const;

/** Returns what the pages show of the monitoring of some components at `now`, in their order; archived ones are not monitored, whatever is still sent. Reads on the given connection: a change of incidents holds no second one. */
export async function monitoredComponents(
  tx: IncidentTransaction,
  componentIds: readonly number[],
  now: Instant,
): Promise<MonitoredComponent[]> {
  const heads = await currentStatesWithin(tx);
  const components = await tx.component.findMany({
    where: { id: { in: [...componentIds] } },
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    select: { id: true, slug: true, name: true, archivedAt: true },
  });
  return components.map(({ id, slug, name, archivedAt }) => {
    const { status, since } = archivedAt === null ? shownState(heads.get(id), now) : ARCHIVED;
    return { componentId: id, component: slug, name, status, since };
  });
}

/** Whether probes see an outage, partly or whole. */
export function isRed({ status }: MonitoredComponent): boolean {
  return levelOf(status) > 1;
}
