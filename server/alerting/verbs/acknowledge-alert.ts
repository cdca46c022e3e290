import { consoleAlertsEn } from '#messages/en/alerts';
import { type ActingContext, authorize } from '#server/actor';
import { acknowledgeSchema } from '#server/alerting/schemas';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';

/**
 * Acknowledges an alert, so that it is not sent again unless it becomes more urgent. `urgency`: the urgency that the actor saw, so that no one
 * acknowledges a worse alert unseen. A repeat changes nothing. Errors: forbidden, invalid_input, not_found; conflict if it became more urgent.
 */
export async function acknowledgeAlert(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'incident:update');
  const { id, urgency } = parseInput(acknowledgeSchema, input);
  const { actor } = ctx;
  const by = { acknowledgedKind: actor.kind, acknowledgedId: actor.kind === 'system' ? actor.name : String(actor.id) };
  await ctx.prisma.$transaction(async (tx) => {
    const open = { id, acknowledgedAt: null, endedAt: null };
    const [acknowledged] = await tx.staffAlert.updateManyAndReturn({
      where: { ...open, urgency: { lte: urgency } },
      data: { acknowledgedAt: new Date(ctx.clock.now()), ...by },
      select: { key: true, urgency: true },
    });
    if (acknowledged)
      await appendAudit(tx, ctx, {
        action: 'alert:acknowledge',
        object: { kind: 'alert', id },
        before: null,
        after: acknowledged,
      });
    else if ((await tx.staffAlert.count({ where: open })) === 1)
      throw new AppError('conflict', consoleAlertsEn.worseNow);
    else if ((await tx.staffAlert.count({ where: { id } })) === 0) throw new AppError('not_found', 'Alert not found.');
  });
}
