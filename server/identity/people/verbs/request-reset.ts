import { z } from 'zod';
import { readBrand } from '#server/catalog/reads/read-brand';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { resetMail } from '#server/identity/people/reset-mail';
import { writeReset } from '#server/identity/people/write-reset';
import { emailAddress } from '#server/identity/sign-in/password-schema';
import type { Client } from '#server/identity/sign-in/request-client';
import { throttle } from '#server/identity/sign-in/throttle';

const inputSchema = z.strictObject({ email: emailAddress });
const actor = { kind: 'system', name: 'sign-in' } as const;

/**
 * Mails a link for a new password if the address belongs to an active staff account. Neither the answer nor its time
 * reveals whether it does: looking up, writing and sending continue after the answer, in `sent`, which never rejects.
 * Errors: too_many_attempts.
 */
export async function requestReset(ctx: Context, client: Client, input: unknown): Promise<{ sent: Promise<void> }> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) return { sent: Promise.resolve() };
  const { email } = parsed.data;
  if (!(await mayAsk(ctx, client, email))) return { sent: Promise.resolve() };
  const sent = send(ctx, email).catch((error: Error) =>
    ctx.log.error({ message: error.message }, 'password reset link could not be sent'),
  );
  return { sent };
}

/**
 * Returns false if unknown browsers have asked for this address too often. The answer is then the same, but no mail is
 * sent, which protects the mailbox. Errors: too_many_attempts.
 */
async function mayAsk(ctx: Context, client: Client, email: string): Promise<boolean> {
  try {
    await throttle(ctx, client, email, 'reset');
    return true;
  } catch (error) {
    if (error instanceof AppError && error.more.isFromUnknown === true) return false;
    throw error;
  }
}

async function send(ctx: Context, email: string): Promise<void> {
  const person = await ctx.prisma.staff.findFirst({
    where: { email, deactivatedAt: null },
    select: { id: true },
  });
  if (!person) return;
  const { link, expiresAt } = await writeReset({ ...ctx, actor }, { staffId: person.id, clearsSecondFactor: false });
  await ctx.mail.send(resetMail({ email, link, expiresAt }, await readBrand(ctx)));
}
