import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { firstContent } from '#server/postmortems/first-content';
import { postmortemRecord } from '#server/postmortems/reads/postmortem-record';
import { type PromisePostmortem, promisePostmortemSchema } from '#server/postmortems/schemas';
import { dateOfDay } from '#server/postmortems/working/find-action-item';
import { dayOfDate, refusePastDay } from '#server/postmortems/working/promised-day';
import { startPostmortem } from '#server/postmortems/working/start-postmortem';

/**
 * Promises readers the post-mortem of an incident by a day, which pages show until it is published. Starts it, if there is none. Errors: forbidden,
 * invalid_input, not_found; conflict if it is published.
 */
export async function promisePostmortem(
  ctx: ActingContext,
  input: PromisePostmortem,
): Promise<{ postmortem: string | null }> {
  authorize(ctx, 'postmortem:write');
  const { incident, promisedOn } = parseInput(promisePostmortemSchema, input);
  refusePastDay(ctx, promisedOn);
  const record = await postmortemRecord(ctx, { incidents: [incident] });
  return withIncidentLock(ctx, async (tx) => {
    const { id: incidentId } = await findIncident(tx, incident);
    const found = await tx.postmortem.findFirst({
      where: { incidents: { some: { incidentId } } },
      select: { id: true, publicId: true, promisedOn: true, publishedAt: true },
    });
    if (!found && promisedOn === null) return { postmortem: null };
    if (found?.publishedAt) throw new AppError('conflict', 'This post-mortem is already published.');
    const before = dayOfDate(found?.promisedOn ?? null);
    if (found && before === promisedOn) return { postmortem: found.publicId };
    const content = firstContent(record);
    const postmortem = found
      ? await changeDay(tx, ctx, found, promisedOn)
      : (await startPostmortem(tx, ctx, { incidents: [incident], title: record.title, content, promisedOn }))
          .postmortem;
    await appendAudit(tx, ctx, {
      action: 'postmortem:promise',
      object: { kind: 'postmortem', id: postmortem },
      before: { promisedOn: before },
      after: { incident, promisedOn },
    });
    return { postmortem };
  });
}

type Found = { id: number; publicId: string };

async function changeDay(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { id, publicId }: Found,
  promisedOn: string | null,
): Promise<string> {
  await tx.postmortem.update({
    where: { id },
    data: { promisedOn: promisedOn === null ? null : dateOfDay(promisedOn), updatedAt: new Date(ctx.clock.now()) },
  });
  return publicId;
}
