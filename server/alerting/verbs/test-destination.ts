import { createHash } from 'node:crypto';
import type { TryResult } from '#domain/alerting/alert-deliveries';
import { type ActingContext, authorize } from '#server/actor';
import { testMessage } from '#server/alerting/channels/alert-message';
import { oneSchema } from '#server/alerting/schemas';
import { sendTo } from '#server/alerting/send-to';
import type { DestinationKind } from '#server/alerting/sql/destinations';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { countAttempt } from '#server/identity/sql/attempts';
import { newPublicId } from '#server/random';

const WINDOW_MS = 900_000;
const TESTS_MAX = 10;

/** A test reaches somebody who need not have asked for it. Errors: too_many_tries. */
async function limit(ctx: ActingContext, id: number): Promise<void> {
  const key = createHash('sha256').update(`alert-destination\n${id}`).digest();
  if ((await countAttempt(ctx.staff, key, { now: ctx.clock.now(), windowMs: WINDOW_MS })) > TESTS_MAX)
    throw new AppError(
      'too_many_tries',
      `A destination is sent ${TESTS_MAX} tests in a quarter of an hour at most: wait, then try again.`,
    );
}

/** Sends a destination a test, at once, and says what came of it; where it was taken, what failed before counts no more. Errors: forbidden, invalid_input, not_found, too_many_tries. */
export async function testDestination(ctx: ActingContext, input: unknown): Promise<TryResult> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(oneSchema, input);
  await limit(ctx, id);
  const found = await ctx.prisma.alertDestination.findFirst({
    where: { id, stoppedAt: null },
    select: { id: true, kind: true, address: true, routingKey: true },
  });
  if (!found) throw new AppError('not_found', 'There is no such destination.');
  const destination = { ...found, kind: found.kind as DestinationKind, address: found.address as string }; // checked by the table
  const news = testMessage(newPublicId(ctx.random), ctx.publicOrigin, ctx.clock.now());
  const result = await sendTo(ctx, destination, news);
  await ctx.prisma.$transaction(async (tx) => {
    if (result === 'sent')
      await tx.alertDestination.update({ where: { id }, data: { provedAt: new Date(ctx.clock.now()) } });
    await appendAudit(tx, ctx, {
      action: 'alert-destination:test',
      object: { kind: 'alert-destination', id },
      before: null,
      after: { result },
    });
  });
  if (destination.kind === 'pagerduty' && result === 'sent')
    return sendTo(ctx, destination, { ...news, event: 'ended' }); // it would page until somebody resolved it
  return result;
}
