import { type ActingContext, authorize } from '../actor.ts';
import { addPosted } from './add-posted.ts';
import type { UpdateAnswer } from './add-update.ts';
import { answerOnce } from './answer-once.ts';
import { fillPlaceholders, hasPlaceholders } from './fill-placeholders.ts';
import { findIncident } from './find-incident.ts';
import { parseInput } from './parse-input.ts';
import { prepareText } from './prepare-text.ts';
import { type PostUpdate, postUpdateSchema } from './schemas.ts';
import { withFilledText } from './with-filled-text.ts';

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
