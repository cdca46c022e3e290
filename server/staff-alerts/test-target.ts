import type { TryResult } from '#domain/staff-alert-delivery';
import { type ActingContext, authorize } from '../actor.ts';
import type { TargetKind } from '../db/sql/staff-alert-targets.ts';
import { AppError } from '../errors.ts';
import { testNews } from '../presenters/alert-news.ts';
import { newPublicId } from '../random.ts';
import { parseInput } from '../staff/parse-input.ts';
import { oneSchema } from './schemas.ts';
import { sendTo } from './send-to.ts';

/** Sends a target a test, at once, and says what came of it; where it was taken, what failed before counts no more. Errors: forbidden, invalid_input, not_found. */
export async function testTarget(ctx: ActingContext, input: unknown): Promise<TryResult> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(oneSchema, input);
  const found = await ctx.prisma.staffAlertTarget.findFirst({
    where: { id, stoppedAt: null },
    select: { id: true, kind: true, address: true, routingKey: true },
  });
  if (!found) throw new AppError('not_found', 'There is no such target.');
  const target = { ...found, kind: found.kind as TargetKind, address: found.address as string }; // checked by the table
  const news = testNews(newPublicId(ctx.random), ctx.publicOrigin, ctx.clock.now());
  const result = await sendTo(ctx, target, news);
  if (result === 'sent') await ctx.prisma.staffAlertTarget.update({ where: { id }, data: { provedAt: new Date(ctx.clock.now()) } });
  if (target.kind === 'pagerduty' && result === 'sent') return sendTo(ctx, target, { ...news, event: 'ended' }); // it would page until somebody resolved it
  return result;
}
