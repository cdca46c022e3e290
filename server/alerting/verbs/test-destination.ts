import { createHash } from 'node:crypto';
import type { TryResult } from '#domain/alerting/alert-deliveries';
import { type ActingContext, authorize } from '#server/actor';
import { testMessage } from '#server/alerting/channels/alert-message';
import { idSchema } from '#server/alerting/schemas';
import { sendTo } from '#server/alerting/send-to';
import type { DestinationKind } from '#server/alerting/sql/destinations';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { countAttempt } from '#server/identity/sql/attempts';
import { newPublicId } from '#server/random';

const WINDOW_MS = 900_000;
const TESTS_MAX = 10;

/** Limits the tests of a destination, because the recipient may not have asked for them. Errors: too_many_attempts. */
async function limitTests(ctx: ActingContext, id: number): Promise<void> {
  const key = createHash('sha256').update(`alert-destination\n${id}`).digest();
  if ((await countAttempt(ctx.staff, key, { now: ctx.clock.now(), windowMs: WINDOW_MS })) > TESTS_MAX)
    throw new AppError(
      'too_many_attempts',
      `The limit is ${TESTS_MAX} tests per destination in ${WINDOW_MS / 60_000} minutes. Try again later.`,
    );
}

/**
 * Sends a test to a destination at once and returns the result. After a successful test, earlier failures do not count. Errors: forbidden, invalid_input,
 * not_found, too_many_attempts.
 */
export async function testDestination(ctx: ActingContext, input: unknown): Promise<TryResult> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(idSchema, input);
  await limitTests(ctx, id);
  const found = await ctx.prisma.alertDestination.findFirst({
    where: { id, stoppedAt: null },
    select: { id: true, kind: true, address: true, routingKey: true },
  });
  if (!found) throw new AppError('not_found', 'Alert destination not found.');
  const destination = { ...found, kind: found.kind as DestinationKind, address: found.address as string }; // checked by the table
  const message = testMessage(newPublicId(ctx.random), ctx.publicOrigin, ctx.clock.now());
  const result = await sendTo(ctx, destination, message);
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
    return sendTo(ctx, destination, { ...message, event: 'ended' }); // otherwise it would page until a person resolves it
  return result;
}
