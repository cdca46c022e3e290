import { createHash } from 'node:crypto';
import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from './author.ts';

type Request = { verb: string; key: string | undefined; input: object };

/**
 * Runs the work of a request with an Idempotency-Key once, and returns the first answer to every repeat. Runs under the incident lock, so that of simultaneous
 * requests only the first does the work. Errors: key_reused, with the first answer and its time, if the actor used the key for a different request.
 */
export async function answerOnce<T extends object>(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { verb, key, input }: Request,
  work: () => Promise<T>,
): Promise<T> {
  if (key === undefined) return work();
  const { authorKind: actorKind, authorId: actorId } = authorOf(ctx);
  const digest = createHash('sha256')
    .update(JSON.stringify([verb, input]))
    .digest();
  const done = await tx.incidentRequest.findUnique({
    where: { actorKind_actorId_key: { actorKind, actorId, key } },
    select: { digest: true, answer: true, createdAt: true },
  });
  if (done && !digest.equals(done.digest))
    throw new AppError(
      'key_reused',
      'This Idempotency-Key was already used for a different request. `first` contains the response to that request. Use a new key.',
      {
        first: { ...(done.answer as object), at: done.createdAt.toISOString() }, // stored below
      },
    );
  if (done) return done.answer as T; // stored below
  const answer = await work();
  const data = {
    actorKind,
    actorId,
    key,
    digest: new Uint8Array(digest),
    answer,
    createdAt: new Date(ctx.clock.now()),
  };
  await tx.incidentRequest.create({ data });
  return answer;
}
