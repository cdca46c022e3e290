import type { IncidentState } from '#domain/incident/incident';
import { endsTooEarly } from '#domain/incident/incident-times';
import type { Instant } from '#domain/time/interval';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

export type PublishedUpdate = { id: number; state: IncidentState; occurredAt: Instant };

/** What updates say of where an incident stood and when, in the order in which they were said. */
export async function publishedUpdates(tx: IncidentTransaction, incidentId: number): Promise<PublishedUpdate[]> {
  const rows = await tx.incidentUpdate.findMany({
    where: { incidentId },
    orderBy: { id: 'asc' },
    select: { id: true, state: true, occurredAt: true },
  });
  return rows.map(({ id, state, occurredAt }) => ({
    id,
    state: state as IncidentState,
    occurredAt: occurredAt.getTime(),
  })); // checked by the table
}

/** Errors: invalid_input where `occurredAt`, the time of one of them, cannot be. */
export function checkTimes(
  startedAt: Date,
  occurredAt: Instant,
  updates: readonly Omit<PublishedUpdate, 'id'>[],
): void {
  if (occurredAt < startedAt.getTime())
    throw new AppError('invalid_input', 'occurredAt: lies before the incident began.');
  if (endsTooEarly(updates))
    throw new AppError(
      'invalid_input',
      'occurredAt: the incident cannot have been over before the update that moved it last.',
    );
}
