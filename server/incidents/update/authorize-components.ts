import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';
import { ownComponents, type ReadsLimits } from '#server/incidents/reads/own-components';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

/** `incidents`: ids of the incidents that change; none if one is opened. `stated`: ids of the components whose status the actor states. */
type Change = { incidents: readonly number[]; stated?: readonly number[] };

type Readable = ReadsLimits & Pick<IncidentTransaction, 'component'>;

/**
 * Checks the limits of a communicator with assigned components: each incident must affect one of them, a status may be stated only for them, and a new incident
 * must name one. Runs in the transaction of the change. Errors: forbidden; invalid_input for the status of another component, or a new incident without one.
 */
export async function authorizeComponents(
  tx: Readable,
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
      'You can only change incidents that affect components assigned to you. Ask an admin to assign them.',
    );
  if (stated.some((id) => !own.has(id)))
    throw new AppError(
      'invalid_input',
      `affected: you can only set the status of components assigned to you (${await namesOf(tx, own)}).`,
    );
  if (isOpened && stated.length === 0)
    throw new AppError('invalid_input', 'affected: must include at least one of the components assigned to you.');
}

async function namesOf(tx: Readable, ids: ReadonlySet<number>): Promise<string> {
  const where = { id: { in: [...ids] } };
  const found = await tx.component.findMany({ where, orderBy: { position: 'asc' }, select: { name: true } });
  return found.map(({ name }) => name).join(', ');
}
