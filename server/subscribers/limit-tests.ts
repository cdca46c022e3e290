import { createHash } from 'node:crypto';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { countAttempt } from '#server/identity/sql/attempts';

const WINDOW_MS = 900_000;
const TESTS_MAX = 10;

/** Limits the requests to an endpoint that its owner can cause. Errors: too_many_attempts. */
export async function limitTests(ctx: Pick<Context, 'staff' | 'clock'>, publicId: string): Promise<void> {
  const key = createHash('sha256').update(`subscriber\n${publicId}`).digest();
  if ((await countAttempt(ctx.staff, key, { now: ctx.clock.now(), windowMs: WINDOW_MS })) > TESTS_MAX)
    throw new AppError(
      'too_many_attempts',
      `The limit is ${TESTS_MAX} test events in ${WINDOW_MS / 60_000} minutes. Try again later.`,
    );
}
