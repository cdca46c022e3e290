import type { z } from 'zod';
import type { UpdateInput } from '#domain/incident/update-input';
import type { ActingContext } from '#server/actor';
import type { postUpdateSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorizeComponents } from './authorize-components.ts';
import { affectedOf, type FoundIncident } from './find-incident.ts';
import type { PreparedText } from './prepare-text.ts';
import { type Posting, publishUpdate, type UpdateAnswer } from './publish-update.ts';

/** An update as a request or a draft describes it: components by their slugs. */
type Posted = Omit<UpdateInput, 'affected'> &
  Pick<z.output<typeof postUpdateSchema>, 'affected'> &
  PreparedText &
  Pick<Posting, 'action' | 'writtenBy' | 'undoSeconds'>;

/** Publishes an update of an incident, if the actor may state the status of its components. Errors: forbidden, invalid_input, those of publishUpdate. */
export async function publishPosted(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: FoundIncident,
  { affected: named, ...posted }: Posted,
): Promise<UpdateAnswer> {
  const affected = await affectedOf(tx, named ?? []);
  const stated = affected.map(({ componentId }) => componentId);
  await authorizeComponents(tx, ctx, { incidents: [incident.id], stated });
  return publishUpdate(tx, ctx, incident, { ...posted, affected: named && affected });
}
