import { type ActingContext, authorize } from '#server/actor';
import { type PostUpdate, postUpdateSchema } from '#server/incidents/schemas';
import { addPosted } from '#server/incidents/update/add-posted';
import type { UpdateAnswer } from '#server/incidents/update/add-update';
import { answerOnce } from '#server/incidents/update/answer-once';
import { fillPlaceholders, hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { findIncident } from '#server/incidents/update/find-incident';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareText } from '#server/incidents/update/prepare-text';
import { withFilledText } from '#server/incidents/update/with-filled-text';

/**
 * Says something more of an incident: moves it, or what it says of components, or neither. A component that probes see down is called operational with
 * a reason alone; to end the incident is what resolveIncident says it is. A repeat with the same idempotencyKey answers the same and
 * adds nothing. Errors: forbidden, invalid_input, not_found, conflict, key_reused, reason_needed, approval_needed.
 */
export async function postUpdate(ctx: ActingContext, input: PostUpdate): Promise<UpdateAnswer> {
  authorize(ctx, 'incident:update');
  const { incident: id, idempotencyKey: key, ...said } = parseInput(postUpdateSchema, input);
  const prepare = async () => prepareText(ctx, await fillPlaceholders(ctx, id, said));
  return withFilledText(ctx, { incident: id, hasPlaceholders: hasPlaceholders(said), prepare }, (tx, prepared) =>
    answerOnce(tx, ctx, { verb: 'post-update', key, input: { id, ...said } }, async () =>
      addPosted(tx, ctx, await findIncident(tx, id), { ...prepared, action: 'incident:update' }),
    ),
  );
}
