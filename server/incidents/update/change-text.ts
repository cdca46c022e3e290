import type { z } from 'zod';
import { type IncidentTimes, timesOf } from '#domain/incident/incident-times';
import { APPROVAL_NEEDED, INTERNAL_WHAT_YOU_CAN_DO, needsApproval, timesRefusal } from '#domain/incident/update-rules';
import type { ActingContext } from '#server/actor';
import { type AuditAction, appendAudit } from '#server/audit/append-audit';
import type { Rendered } from '#server/context';
import { AppError } from '#server/errors';
import type { editUpdateSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { throwRefusal } from './accepted-plan.ts';
import { type Author, authorOf } from './author.ts';
import { authorizeComponents } from './authorize-components.ts';
import { findIncident } from './find-incident.ts';
import { findUpdate, touched } from './find-update.ts';
import { publishCorrection } from './publish-correction.ts';
import { approvalFacts, publishedStates } from './staff-facts.ts';
import { dateOf } from './write-update.ts';

type Edit = z.output<typeof editUpdateSchema> & { rendered: Rendered };
type How = { action: AuditAction; writtenBy?: Author };

/** Writes a new version of an update, audited. `writtenBy`: the author, where the actor approves a draft of someone else. Errors: those of editUpdate. */
export async function changeText(
  tx: IncidentTransaction,
  ctx: ActingContext,
  edit: Edit,
  { action, writtenBy }: How,
): Promise<{ update: string; version: number }> {
  const now = new Date(ctx.clock.now());
  const update = await findUpdate(tx, await findIncident(tx, edit.incident), edit.update);
  await authorizeComponents(tx, ctx, { incidents: [update.incidentId] });
  if (update.retractedAt) throw new AppError('conflict', 'This update was retracted. Post a new update instead.');
  const occurredAt = edit.occurredAt === undefined ? update.occurredAt : new Date(edit.occurredAt);
  if (occurredAt > update.publishedAt)
    throw new AppError('invalid_input', 'occurredAt: must not be after the publication of the update.');
  const whatYouCanDo = editedWhatYouCanDo(edit, update);
  const isSame = update.body === edit.body && update.whatYouCanDo === whatYouCanDo;
  if (isSame && update.occurredAt.getTime() === occurredAt.getTime())
    return { update: edit.update, version: update.version };
  if (update.version !== edit.version)
    throw new AppError(
      'conflict',
      'Someone else changed this update in the meantime. Compare the two texts, then save yours again.',
      {
        yours: { body: edit.body, version: edit.version },
        theirs: { body: update.body, version: update.version },
      },
    );
  if (!writtenBy && update.audience.includes('public') && needsApproval(await approvalFacts(tx, update.incident)))
    throwRefusal(APPROVAL_NEEDED);
  const isMoved = occurredAt.getTime() !== update.occurredAt.getTime();
  const updates = (await publishedStates(tx, update.incidentId)).map((one) =>
    one.id === update.id ? { ...one, occurredAt: occurredAt.getTime() } : one,
  );
  if (isMoved) throwRefusal(timesRefusal(update.incident.startedAt, occurredAt.getTime(), updates));
  const version = update.version + 1;
  const text = { body: edit.body, whatYouCanDo, occurredAt };
  await tx.incidentUpdate.update({
    where: { id: update.id },
    data: { ...text, ...edit.rendered, version, editedAt: now },
  });
  await tx.incidentUpdateVersion.create({
    data: { updateId: update.id, version, ...text, ...edit.rendered, savedAt: now, ...(writtenBy ?? authorOf(ctx)) },
  });
  const times = isMoved ? datesOf(timesOf(updates)) : {};
  await tx.incident.update({ where: { id: update.incidentId }, data: { ...touched(update, now), ...times } });
  await publishCorrection(tx, ctx, update, edit.notify);
  const { body, whatYouCanDo: earlier, occurredAt: at, version: edited } = update;
  await appendAudit(tx, ctx, {
    action,
    object: { kind: 'update', id: edit.update },
    before: { body, whatYouCanDo: earlier, occurredAt: at, version: edited },
    after: { ...text, version, ...(edit.notify ? { notify: true } : {}), ...(writtenBy ? { writtenBy } : {}) },
  });
  return { update: edit.update, version };
}

/** Returns the new "What you can do" of an update. Errors: invalid_input for an internal update. */
function editedWhatYouCanDo(
  { whatYouCanDo }: Pick<Edit, 'whatYouCanDo'>,
  update: { audience: string[]; whatYouCanDo: string | null },
): string | null {
  if (whatYouCanDo && !update.audience.includes('public')) throwRefusal(INTERNAL_WHAT_YOU_CAN_DO);
  return whatYouCanDo === undefined ? update.whatYouCanDo : whatYouCanDo || null;
}

function datesOf({ monitoringAt, resolvedAt }: IncidentTimes) {
  return { monitoringAt: dateOf(monitoringAt), resolvedAt: dateOf(resolvedAt) };
}
