import { type ActingContext, authorize } from '#server/actor';
import { type PostUpdate, postUpdateSchema } from '#server/incidents/schemas';
import { fillPlaceholders, hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { findIncident } from '#server/incidents/update/find-incident';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareText } from '#server/incidents/update/prepare-text';
import { publishPosted } from '#server/incidents/update/publish-posted';
import type { UpdateAnswer } from '#server/incidents/update/publish-update';
import { withFilledText } from '#server/incidents/update/with-filled-text';

/**
 * Posts an update. May change the incident's state and component statuses. A repeat with the same idempotencyKey returns the first answer and adds nothing.
 * Errors: forbidden, invalid_input, not_found, conflict, key_reused, reason_needed (with what monitoring shows), approval_needed.
 */
export async function postUpdate(ctx: ActingContext, input: PostUpdate): Promise<UpdateAnswer> {
  authorize(ctx, 'incident:update');
  const { incident: id, idempotencyKey: key, ...written } = parseInput(postUpdateSchema, input);
  const prepare = async () => prepareText(ctx, await fillPlaceholders(ctx, id, written));
  return withFilledText(ctx, { incident: id, hasPlaceholders: hasPlaceholders(written), prepare }, (tx, prepared) =>
    answerOnce(tx, ctx, { verb: 'post-update', key, input: { id, ...written } }, async () =>
      publishPosted(tx, ctx, await findIncident(tx, id), { ...prepared, action: 'incident:update' }),
    ),
  );
}
