import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { type OpenIncident, openIncidentSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { addUpdate, type UpdateAnswer } from '#server/incidents/update/add-update';
import { answerOnce } from '#server/incidents/update/answer-once';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { fillFirst } from '#server/incidents/update/fill-placeholders';
import { affectedOf, findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareText } from '#server/incidents/update/prepare-text';
import type { Affected } from '#server/incidents/update/write-update';
import { newPublicId } from '#server/random';

/**
 * Opens an incident with its first word. Where an open one already names a component of it, that is told instead, unless `separate` says otherwise:
 * whoever posts in haste must not make a second one. Errors: forbidden, invalid_input, conflict (with the incidents that are open), key_reused.
 */
export async function openIncident(ctx: ActingContext, input: OpenIncident): Promise<UpdateAnswer> {
  authorize(ctx, 'incident:open');
  const { idempotencyKey: key, separate, startedAt, ...said } = parseInput(openIncidentSchema, input);
  const now = ctx.clock.now();
  if (startedAt !== undefined && startedAt > now) throw new AppError('invalid_input', 'startedAt: lies in the future.');
  const { title, ...prepared } = await prepareText(
    ctx,
    await fillFirst(ctx, said, { startedAt: startedAt ?? now, resolvedAt: null }),
  );
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'open-incident', key, input: { separate, startedAt, ...said } }, async () => {
      const affected = await affectedOf(tx, said.affected);
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
      await tx.incident.create({ data: { publicId, title, origin: 'staff', state: said.state, ...times } });
      return addUpdate(tx, ctx, await findIncident(tx, publicId), { ...prepared, action: 'incident:open', affected });
    }),
  );
}

async function refuseSecond(tx: IncidentTransaction, affected: readonly Affected[]): Promise<void> {
  const open = await tx.incident.findMany({
    where: {
      state: { notIn: ['resolved', 'postmortem'] },
      withdrawnAt: null,
      mergedIntoId: null,
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
    `"${first.title}" is open and names the same component: post there, or ask for a separate incident.`,
    { incidents },
  );
}
