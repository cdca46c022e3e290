import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';
import { ownComponents, type ReadsLimits } from '#server/incidents/reads/own-components';

/** `incidents`: those that are there and change, by id; none where one is opened. `stated`: components that whoever acts says a status of, by id. */
type Change = { incidents: readonly number[]; stated?: readonly number[] };

/**
 * Refuses a communicator who is limited to components a change that is not about theirs: each incident must affect one of theirs, and a new status is
 * said of theirs alone; what is opened must name one. Within the transaction of the change. Errors: forbidden; invalid_input for a status of another, or
 * none, which can be put right.
 */
export async function authorizeComponents(
  tx: ReadsLimits,
  ctx: Pick<ActingContext, 'actor'>,
  { incidents, stated = [] }: Change,
): Promise<void> {
  const own = await ownComponents(tx, ctx);
  if (own === null) return;
  const isOpened = incidents.length === 0;
  const where = { incidentId: { in: [...incidents] }, componentId: { in: [...own] } };
  const affecting = isOpened
    ? []
    : await tx.incidentComponent.findMany({ where, select: { incidentId: true }, distinct: ['incidentId'] });
  if (affecting.length < new Set(incidents).size)
    throw new AppError(
      'forbidden',
      'This concerns components that are not assigned to you. Ask an admin to assign them.',
    );
  if (stated.some((id) => !own.has(id)))
    throw new AppError('invalid_input', 'affected: you speak for other components: say a status of yours alone.');
  if (isOpened && stated.length === 0)
    throw new AppError('invalid_input', 'affected: choose at least one of your components.');
}
