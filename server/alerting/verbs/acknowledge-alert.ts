import { consoleAlertsEn } from '#messages/en/alerts';
import { type ActingContext, authorize } from '#server/actor';
import { seenSchema } from '#server/alerting/schemas';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';

/**
 * Says that somebody looks after it: it is not told again unless it gets worse. `urgency`: as they saw it, so that nobody acknowledges what they have not seen.
 * A repeat changes nothing. Errors: forbidden, invalid_input, not_found, conflict where it got worse meanwhile.
 */
export async function acknowledgeAlert(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'incident:update');
  const { id, urgency } = parseInput(seenSchema, input);
  const { actor } = ctx;
  const by = { acknowledgedKind: actor.kind, acknowledgedId: actor.kind === 'system' ? actor.name : String(actor.id) };
  await ctx.prisma.$transaction(async (tx) => {
    const open = { id, acknowledgedAt: null, endedAt: null };
    const [told] = await tx.staffAlert.updateManyAndReturn({
      where: { ...open, urgency: { lte: urgency } },
      data: { acknowledgedAt: new Date(ctx.clock.now()), ...by },
      select: { key: true, urgency: true },
    });
    if (told)
      await appendAudit(tx, ctx, {
        action: 'alert:acknowledge',
        object: { kind: 'alert', id },
        before: null,
        after: told,
      });
    else if ((await tx.staffAlert.count({ where: open })) === 1)
      throw new AppError('conflict', consoleAlertsEn.worseNow);
    else if ((await tx.staffAlert.count({ where: { id } })) === 0)
      throw new AppError('not_found', 'There is no such alert.');
  });
}
