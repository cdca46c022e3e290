import { type IncidentState, moveBetween } from '#domain/incident/incident';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { Affected } from './write-update.ts';

const SELECT = {
  id: true,
  publicId: true,
  title: true,
  origin: true,
  state: true,
  moves: true,
  draftVersion: true,
  startedAt: true,
  publicAt: true,
  acknowledgedAt: true,
  monitoringAt: true,
  resolvedAt: true,
  withdrawnAt: true,
  mergedIntoId: true,
} as const;

export type FoundIncident = Awaited<ReturnType<typeof findIncident>>;

/** Any incident, also one that was withdrawn or merged. Errors: not_found. */
export async function findAnyIncident(tx: IncidentTransaction, publicId: string) {
  const incident = await tx.incident.findUnique({ where: { publicId }, select: SELECT });
  if (!incident) throw new AppError('not_found', 'There is no incident with this id.');
  return { ...incident, state: incident.state as IncidentState }; // checked by the table
}

/** An incident that can still be changed. Errors: not_found; conflict where it was withdrawn or merged. */
export async function findIncident(tx: IncidentTransaction, publicId: string) {
  const incident = await findAnyIncident(tx, publicId);
  if (incident.withdrawnAt) throw new AppError('conflict', 'This incident was withdrawn: nothing can be added to it.');
  if (incident.mergedIntoId !== null)
    throw new AppError('conflict', 'This incident was merged into another: go on there.');
  return incident;
}

/** Errors: invalid_input where no move leads there. */
export function checkMove(from: IncidentState, to: IncidentState): void {
  if (moveBetween(from, to) === null)
    throw new AppError('invalid_input', `state: ${to} follows resolved alone; this incident is ${from}.`);
}

/** Components by their slugs. Errors: invalid_input for one that does not exist, is archived (readers no longer find it on the page), or is named twice. */
export async function affectedOf(
  tx: IncidentTransaction,
  named: readonly { component: string; status: Affected['status'] }[],
): Promise<Affected[]> {
  const slugs = named.map(({ component }) => component);
  const found = await tx.component.findMany({
    where: { slug: { in: slugs } },
    select: { id: true, slug: true, archivedAt: true },
  });
  const bySlug = new Map(found.map((one) => [one.slug, one]));
  return named.map(({ component, status }, i) => {
    const known = bySlug.get(component);
    if (!known) throw new AppError('invalid_input', `affected: there is no component "${component}".`);
    if (known.archivedAt !== null)
      throw new AppError(
        'invalid_input',
        `affected: component "${component}" is archived. Restore it in the catalogue first.`,
      );
    if (slugs.indexOf(component) !== i) throw new AppError('invalid_input', `affected: "${component}" is named twice.`);
    return { componentId: known.id, status };
  });
}
