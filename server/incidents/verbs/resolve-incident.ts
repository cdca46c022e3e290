import { type ActingContext, authorize } from '#server/actor';
import { type ResolveIncident, resolveIncidentSchema } from '#server/incidents/schemas';
import { fillPlaceholders, hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { findIncident } from '#server/incidents/update/find-incident';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareText } from '#server/incidents/update/prepare-text';
import { publishPosted } from '#server/incidents/update/publish-posted';
import type { UpdateAnswer } from '#server/incidents/update/publish-update';
import { withFilledText } from '#server/incidents/update/with-filled-text';

const RESOLUTION = { action: 'incident:resolve', state: 'resolved', mustBeOpen: true } as const;

/**
 * Resolves an open incident with an update. Needs a reason, which is audited, while monitoring shows an outage. Without `affected`, each component takes the
 * status that monitoring shows. Errors: those of postUpdate; conflict where the incident is already resolved.
 */
export async function resolveIncident(ctx: ActingContext, input: ResolveIncident): Promise<UpdateAnswer> {
  authorize(ctx, 'incident:update');
  const { incident: id, idempotencyKey: key, ...written } = parseInput(resolveIncidentSchema, input);
  const prepare = async () => prepareText(ctx, await fillPlaceholders(ctx, id, written));
  return withFilledText(ctx, { incident: id, hasPlaceholders: hasPlaceholders(written), prepare }, (tx, prepared) =>
    answerOnce(tx, ctx, { verb: 'resolve-incident', key, input: { id, ...written } }, async () =>
      publishPosted(tx, ctx, await findIncident(tx, id), { ...prepared, ...RESOLUTION }),
    ),
  );
}
