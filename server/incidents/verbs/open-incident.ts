import type { Statement } from '#domain/incident/update-input';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { type OpenIncident, openIncidentSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { fillFirst } from '#server/incidents/update/fill-placeholders';
import { affectedOf, findIncident } from '#server/incidents/update/find-incident';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareText } from '#server/incidents/update/prepare-text';
import { publishUpdate, type UpdateAnswer } from '#server/incidents/update/publish-update';
import { newPublicId } from '#server/random';

/**
 * Opens an incident with its first update. Refuses components that another open incident already affects, unless `separate` is set, to prevent duplicates
 * in a hurry. Errors: forbidden, invalid_input, conflict (with the open incidents), key_reused.
 */
export async function openIncident(ctx: ActingContext, input: OpenIncident): Promise<UpdateAnswer> {
  authorize(ctx, 'incident:open');
  const { idempotencyKey: key, separate, startedAt, ...written } = parseInput(openIncidentSchema, input);
  const now = ctx.clock.now();
  if (startedAt !== undefined && startedAt > now)
    throw new AppError('invalid_input', 'startedAt: must not be in the future.');
  const { title, ...prepared } = await prepareText(
    ctx,
    await fillFirst(ctx, written, { startedAt: startedAt ?? now, resolvedAt: null }),
  );
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'open-incident', key, input: { separate, startedAt, ...written } }, async () => {
      const affected = await affectedOf(tx, written.affected);
      await authorizeComponents(tx, ctx, { incidents: [], stated: affected.map(({ componentId }) => componentId) });
      if (!separate) await refuseSecond(tx, affected);
      const at = new Date(now);
      const times = {
        movedAt: at,
        createdAt: at,
        updatedAt: at,
        acknowledgedAt: at,
        startedAt: new Date(startedAt ?? now),
      };
      const publicId = newPublicId(ctx.random);
      await tx.incident.create({ data: { publicId, title, origin: 'staff', state: written.state, ...times } });
      const incident = await findIncident(tx, publicId);
      return publishUpdate(tx, ctx, incident, { ...prepared, action: 'incident:open', affected, skips: ['reason'] });
    }),
  );
}

async function refuseSecond(tx: IncidentTransaction, affected: readonly Statement[]): Promise<void> {
  const open = await tx.incident.findMany({
    where: {
      isOpen: true,
      components: { some: { componentId: { in: affected.map(({ componentId }) => componentId) } } },
    },
    orderBy: { id: 'asc' },
    select: { publicId: true, title: true, publicAt: true },
  });
  const [first] = open;
  if (!first) return;
  const incidents = open.map(({ publicId, title, publicAt }) => ({ id: publicId, title, isPublic: publicAt !== null }));
  throw new AppError(
    'conflict',
    `The open incident "${first.title}" already affects one of these components. Post there, or set separate to open another incident.`,
    { incidents },
  );
}
