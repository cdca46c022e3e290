import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { writeReset } from '#server/identity/people/write-reset';
import { emailAddress } from '#server/identity/sign-in/password-schema';

const inputSchema = z.strictObject({ email: emailAddress });

/**
 * Creates a link by which a person of staff chooses a new password. Using it also removes their second factor. Errors:
 * forbidden, invalid_input, not_found.
 */
export async function createAccessReset(
  ctx: ActingContext,
  input: unknown,
): Promise<{ link: string; expiresAt: number }> {
  authorize(ctx, 'staff:write');
  const { email } = parseInput(inputSchema, input);
  const person = await ctx.prisma.staff.findFirst({ where: { email, deactivatedAt: null }, select: { id: true } });
  if (!person) throw new AppError('not_found', 'No active staff account has this address.');
  return writeReset(ctx, { staffId: person.id, clearsSecondFactor: true });
}
