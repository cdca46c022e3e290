import { createHash } from 'node:crypto';
import type { TryResult } from '#domain/alerting/alert-deliveries';
import { type ActingContext, authorize } from '#server/actor';
import { testNews } from '#server/alerting/channels/alert-message';
import { oneSchema } from '#server/alerting/schemas';
import { sendTo } from '#server/alerting/send-to';
import type { TargetKind } from '#server/alerting/sql/destinations';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { countAttempt } from '#server/identity/sql/attempts';
import { newPublicId } from '#server/random';

const WINDOW_MS = 900_000;
const TESTS_MAX = 10;

/** A test reaches somebody who need not have asked for it. Errors: too_many_tries. */
async function limit(ctx: ActingContext, id: number): Promise<void> {
  const key = createHash('sha256').update(`alert-target\n${id}`).digest();
  if ((await countAttempt(ctx.staff, key, { now: ctx.clock.now(), windowMs: WINDOW_MS })) > TESTS_MAX)
    throw new AppError(
      'too_many_tries',
      `A target is sent ${TESTS_MAX} tests in a quarter of an hour at most: wait, then try again.`,
    );
}

/** Sends a target a test, at once, and says what came of it; where it was taken, what failed before counts no more. Errors: forbidden, invalid_input, not_found, too_many_tries. */
export async function testTarget(ctx: ActingContext, input: unknown): Promise<TryResult> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(oneSchema, input);
  await limit(ctx, id);
  const found = await ctx.prisma.staffAlertTarget.findFirst({
    where: { id, stoppedAt: null },
    select: { id: true, kind: true, address: true, routingKey: true },
  });
  if (!found) throw new AppError('not_found', 'There is no such target.');
  const target = { ...found, kind: found.kind as TargetKind, address: found.address as string }; // checked by the table
  const news = testNews(newPublicId(ctx.random), ctx.publicOrigin, ctx.clock.now());
  const result = await sendTo(ctx, target, news);
  await ctx.prisma.$transaction(async (tx) => {
    if (result === 'sent')
      await tx.staffAlertTarget.update({ where: { id }, data: { provedAt: new Date(ctx.clock.now()) } });
    await appendAudit(tx, ctx, {
      action: 'alert-target:test',
      object: { kind: 'alert-target', id },
      before: null,
      after: { result },
    });
  });
  if (target.kind === 'pagerduty' && result === 'sent') return sendTo(ctx, target, { ...news, event: 'ended' }); // it would page until somebody resolved it
  return result;
}
