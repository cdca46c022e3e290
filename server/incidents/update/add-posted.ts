import type { z } from 'zod';
import { isOpenState } from '#domain/incident/incident';
import type { ActingContext } from '#server/actor';
import type { postUpdateSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { type Adding, addUpdate, type UpdateAnswer } from './add-update.ts';
import { authorizeComponents } from './authorize-components.ts';
import { affectedOf, type FoundIncident } from './find-incident.ts';
import { monitoredStatuses } from './monitored-status.ts';
import type { PreparedText } from './prepare-text.ts';
import type { Affected } from './write-update.ts';

type Posted = Omit<
  z.output<typeof postUpdateSchema>,
  'incident' | 'idempotencyKey' | 'nextUpdateMinutes' | keyof PreparedText
> &
  PreparedText &
  Pick<Adding, 'action' | 'writtenBy'>;

/** Adds an update as it was posted: where it ends the incident and says nothing of components, they are as probes see them. Errors: those of addUpdate. */
export async function addPosted(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: FoundIncident,
  said: Posted,
): Promise<UpdateAnswer> {
  const state = said.state ?? incident.state;
  const isEnd = isOpenState(incident.state) && !isOpenState(state);
  const named = await affectedOf(tx, said.affected ?? []);
  await authorizeComponents(tx, ctx, { incidents: [incident.id], stated: named.map(({ componentId }) => componentId) });
  const affected = said.affected || !isEnd ? named : await monitoredStatuses(tx, ctx, incident.id);
  const isFirst = incident.publicAt === null && said.audience.includes('public');
  const told = isFirst ? affected.map((one): Affected => ({ ...one, old: 'operational' })) : affected; // to readers nothing was said before
  return addUpdate(tx, ctx, incident, { ...said, state, affected: told, claims: affected });
}
