import type { Role } from '#domain/access/permission';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';

export type OwnAccount = {
  id: string;
  name: string;
  email: string;
  role: Role;
  hasSecondFactor: boolean;
  hasBegunFactor: boolean;
};

/**
 * Returns the account of the signed-in person. `hasBegunFactor`: a second factor was set up and awaits its first code.
 * Errors: forbidden, also for tokens.
 */
export async function ownAccount(ctx: ActingContext): Promise<OwnAccount> {
  authorize(ctx, 'account:write');
  if (ctx.actor.kind !== 'staff')
    throw new AppError('forbidden', 'API tokens have no account. Sign in to the console.');
  const { id, name, role } = ctx.actor;
  const found = await ctx.prisma.staff.findUniqueOrThrow({
    where: { id },
    select: { email: true, secondFactor: { select: { confirmedAt: true } } },
  });
  return {
    id,
    name,
    role,
    email: found.email,
    hasSecondFactor: Boolean(found.secondFactor?.confirmedAt),
    hasBegunFactor: found.secondFactor?.confirmedAt === null,
  };
}
