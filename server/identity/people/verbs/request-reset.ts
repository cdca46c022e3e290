import { z } from 'zod';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { resetMail } from '#server/identity/people/reset-mail';
import { writeReset } from '#server/identity/people/write-reset';
import { emailAddress } from '#server/identity/sign-in/password-schema';
import { throttle } from '#server/identity/sign-in/throttle';
import type { Visit } from '#server/identity/sign-in/visit';

const inputSchema = z.strictObject({ email: emailAddress });
const actor = { kind: 'system', name: 'sign-in' } as const;

/**
 * Sends whoever is staff with this address, and has a password here, a link to choose a new one. Who that is shows neither in what is answered nor in
 * how long it takes: looking, writing and sending go on after the answer, in `sent`, which never rejects. Errors: too_many_tries.
 */
export async function askForReset(ctx: Context, visit: Visit, input: unknown): Promise<{ sent: Promise<void> }> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) return { sent: Promise.resolve() };
  const { email } = parsed.data;
  if (!(await mayAsk(ctx, visit, email))) return { sent: Promise.resolve() };
  const sent = send(ctx, email).catch((error: Error) =>
    ctx.log.error({ message: error.message }, 'a link for a new password could not be sent'),
  );
  return { sent };
}

/** Where others have asked too often for this person, their mailbox is spared; whoever asks then is answered as ever, and is told nothing. Errors: too_many_tries. */
async function mayAsk(ctx: Context, visit: Visit, email: string): Promise<boolean> {
  try {
    await throttle(ctx, visit, email, 'reset');
    return true;
  } catch (error) {
    if (error instanceof AppError && error.more.isOfStrangers === true) return false;
    throw error;
  }
}

async function send(ctx: Context, email: string): Promise<void> {
  const person = await ctx.prisma.staff.findFirst({
    where: { email, deactivatedAt: null, accounts: { some: { providerId: 'credential' } } },
    select: { id: true },
  });
  if (!person) return;
  const { link, expiresAt } = await writeReset({ ...ctx, actor }, { staffId: person.id, clearsSecondFactor: false });
  await ctx.mail.send(resetMail({ email, link, expiresAt }));
}
