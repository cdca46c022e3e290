import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { firstContent } from '#server/postmortems/first-content';
import { postmortemRecord } from '#server/postmortems/reads/postmortem-record';
import { type CreatePostmortem, createPostmortemSchema } from '#server/postmortems/schemas';
import { refusePastDay } from '#server/postmortems/working/promised-day';
import { startPostmortem } from '#server/postmortems/working/start-postmortem';

/**
 * Starts the post-mortem of some incidents, with a first text from their record. A repeat with the same idempotencyKey returns the first answer. Errors:
 * forbidden, invalid_input, not_found, key_reused; conflict if an incident has one already.
 */
export async function createPostmortem(
  ctx: ActingContext,
  input: CreatePostmortem,
): Promise<{ postmortem: string; version: number }> {
  authorize(ctx, 'postmortem:write');
  const { idempotencyKey: key, ...given } = parseInput(createPostmortemSchema, input);
  const { incidents, promisedOn = null } = given;
  refusePastDay(ctx, promisedOn);
  const record = await postmortemRecord(ctx, { incidents });
  const title = given.title ?? record.title;
  const content = firstContent({ ...record, title });
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'create-postmortem', key, input: given }, async () => {
      const answer = await startPostmortem(tx, ctx, { incidents, title, content, promisedOn });
      await appendAudit(tx, ctx, {
        action: 'postmortem:create',
        object: { kind: 'postmortem', id: answer.postmortem },
        before: null,
        after: { incidents, title, promisedOn },
      });
      return answer;
    }),
  );
}
