import type { IncidentState } from '#domain/incident/incident';
import type { IncidentBefore, Statement } from '#domain/incident/update-input';
import type { Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

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
  components: { select: { componentId: true, status: true } },
  updates: {
    where: { audience: { has: 'public' }, retractedAt: null },
    orderBy: { id: 'desc' },
    take: 1,
    select: { whatYouCanDo: true },
  },
} satisfies Prisma.IncidentSelect;

/** An incident as a change of it begins. */
export type FoundIncident = IncidentBefore & {
  id: number;
  publicId: string;
  origin: string;
  moves: number;
  draftVersion: number;
  withdrawnAt: Instant | null;
  mergedIntoId: number | null;
};

/** Finds any incident, including withdrawn and merged ones. Errors: not_found. */
export async function findAnyIncident(tx: IncidentTransaction, publicId: string): Promise<FoundIncident> {
  const row = await tx.incident.findUnique({ where: { publicId }, select: SELECT });
  if (!row) throw new AppError('not_found', 'Incident not found.');
  return toFound(row);
}

/** Reads an incident that is known to exist. */
export async function incidentById(tx: IncidentTransaction, id: number): Promise<FoundIncident> {
  return toFound(await tx.incident.findUniqueOrThrow({ where: { id }, select: SELECT }));
}

function toFound({ components, updates, ...row }: Prisma.IncidentGetPayload<{ select: typeof SELECT }>): FoundIncident {
  const ms = (date: Date | null): Instant | null => date?.getTime() ?? null;
  return {
    ...row,
    state: row.state as IncidentState, // the table's CHECK lists the states
    startedAt: row.startedAt.getTime(),
    publicAt: ms(row.publicAt),
    acknowledgedAt: ms(row.acknowledgedAt),
    monitoringAt: ms(row.monitoringAt),
    resolvedAt: ms(row.resolvedAt),
    withdrawnAt: ms(row.withdrawnAt),
    whatYouCanDo: updates[0]?.whatYouCanDo ?? null,
    stated: components.map(({ componentId, status }) => ({ componentId, status: status as Stated })), // as above
  };
}

/** Finds an incident that can still be changed. Errors: not_found; conflict where it was withdrawn or merged. */
export async function findIncident(tx: IncidentTransaction, publicId: string): Promise<FoundIncident> {
  const incident = await findAnyIncident(tx, publicId);
  if (incident.withdrawnAt !== null)
    throw new AppError('conflict', 'This incident was withdrawn and can no longer be changed.');
  if (incident.mergedIntoId !== null)
    throw new AppError('conflict', 'This incident was merged into another one. Post there instead.');
  return incident;
}

/** Looks components up by their slugs. Errors: invalid_input for a component that does not exist, is archived, or is named twice. */
export async function affectedOf(
  tx: IncidentTransaction,
  named: readonly { component: string; status: Stated }[],
): Promise<Statement[]> {
  const slugs = named.map(({ component }) => component);
  const found = await tx.component.findMany({
    where: { slug: { in: slugs } },
    select: { id: true, slug: true, archivedAt: true },
  });
  const bySlug = new Map(found.map((one) => [one.slug, one]));
  return named.map(({ component, status }, i) => {
    const known = bySlug.get(component);
    if (!known) throw new AppError('invalid_input', `affected: component "${component}" does not exist.`);
    if (known.archivedAt !== null)
      throw new AppError(
        'invalid_input',
        `affected: component "${component}" is archived. Restore it in the catalogue first.`,
      );
    if (slugs.indexOf(component) !== i)
      throw new AppError('invalid_input', `affected: component "${component}" is listed twice.`);
    return { componentId: known.id, status };
  });
}
