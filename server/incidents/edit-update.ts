import { timesOf } from '#domain/incident-times';
import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { authorOf } from './author.ts';
import { authorizeComponents } from './authorize-components.ts';
import { findUpdate, touched } from './find-update.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { parseInput } from './parse-input.ts';
import { type EditUpdate, editUpdateSchema } from './schemas.ts';
import { checkTimes, toldUpdates } from './told-updates.ts';
import { dates } from './write-update.ts';

/**
 * Changes the text of an update, or when it was so, and with it when the incident was over where this update said so; every version is kept and readers see that it was edited. `version` is the one the text is based
 * on. Errors: forbidden, invalid_input, not_found, conflict, with both texts so that nothing is lost.
 */
export async function editUpdate(ctx: ActingContext, input: EditUpdate): Promise<{ update: string; version: number }> {
  authorize(ctx, 'incident:update');
  const edit = parseInput(editUpdateSchema, input);
  const now = new Date(ctx.clock.now());
  return inIncidentTurn(ctx, async (tx) => {
    const update = await findUpdate(tx, edit.incident, edit.update);
    await authorizeComponents(tx, ctx, { incidents: [update.incidentId] });
    if (update.retractedAt) throw new AppError('conflict', 'This update was taken back: say it anew.');
    const occurredAt = edit.occurredAt === undefined ? update.occurredAt : new Date(edit.occurredAt);
    if (occurredAt > update.publishedAt) throw new AppError('invalid_input', 'occurredAt: lies after the update was published.');
    if (update.body === edit.body && update.occurredAt.getTime() === occurredAt.getTime()) return { update: edit.update, version: update.version };
    if (update.version !== edit.version)
      throw new AppError('conflict', 'Somebody else changed this update meanwhile: compare the two texts and send yours again.', {
        yours: { body: edit.body, version: edit.version },
        theirs: { body: update.body, version: update.version },
      });
    const isMoved = occurredAt.getTime() !== update.occurredAt.getTime();
    const told = await toldUpdates(tx, update.incidentId).then((all) =>
      all.map((one) => (one.id === update.id ? { ...one, occurredAt: occurredAt.getTime() } : one)),
    );
    if (isMoved) checkTimes(update.incident.startedAt, occurredAt.getTime(), told);
    const version = update.version + 1;
    const text = { body: edit.body, occurredAt };
    await tx.incidentUpdate.update({ where: { id: update.id }, data: { ...text, version, editedAt: now } });
    await tx.incidentUpdateVersion.create({ data: { updateId: update.id, version, ...text, savedAt: now, ...authorOf(ctx) } });
    const times = isMoved ? dates(timesOf(told)) : {};
    await tx.incident.update({ where: { id: update.incidentId }, data: { ...touched(update, now), ...times } });
    const before = { body: update.body, occurredAt: update.occurredAt, version: update.version };
    await appendAudit(tx, ctx, { action: 'incident:edit', object: { kind: 'update', id: edit.update }, before, after: { ...text, version } });
    return { update: edit.update, version };
  });
}
