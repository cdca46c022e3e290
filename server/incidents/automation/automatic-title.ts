import { BURST_WAIT_MS } from '#domain/automation/burst';
import type { Failure } from '#domain/incident/title';
import { statusOfLevel } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { automaticTitle } from './automatic-text.ts';
import { failurePlaces } from './failure-places.ts';

type Failing = { componentId: number; level: 2 | 3 };

/** Returns the title of an incident of components that fail now, with the regions that fail now. */
export async function titleOf(tx: IncidentTransaction, failing: readonly Failing[], now: Instant): Promise<string> {
  const ids = failing.map(({ componentId }) => componentId);
  const places = await failurePlaces(tx, ids, now);
  const components = await tx.component.findMany({
    where: { id: { in: ids } },
    orderBy: { position: 'asc' },
    select: { id: true, name: true },
  });
  const failures = components.flatMap(({ id, name }): Failure[] => {
    const one = failing.find(({ componentId }) => componentId === id);
    return one ? [{ name, status: statusOfLevel(one.level), place: places.get(id) ?? null }] : [];
  });
  return automaticTitle(failures);
}

/**
 * Names all failing components in the title of an incident that was opened just now, because they fail together. Later the title stays, and an update says what
 * else fails. A title that a person may have written stays too.
 */
export async function retitle(tx: IncidentTransaction, { id }: { id: number }, now: Instant): Promise<void> {
  const { createdAt, episodes } = await tx.incident.findUniqueOrThrow({
    where: { id },
    select: {
      createdAt: true,
      episodes: { where: { removedAt: null, toAt: null }, select: { componentId: true, level: true } },
    },
  });
  if (now - createdAt.getTime() > BURST_WAIT_MS || episodes.length === 0) return;
  if ((await tx.incidentUpdate.count({ where: { incidentId: id, authorKind: { not: 'system' } } })) > 0) return;
  const failing = episodes.map(({ componentId, level }) => ({ componentId, level: level as 2 | 3 })); // checked by the table
  await tx.incident.update({ where: { id }, data: { title: await titleOf(tx, failing, now) } });
}
