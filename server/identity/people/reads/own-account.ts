import type { Role } from '#domain/access/permission';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';

export type OwnAccount = {
  id: string;
  name: string;
  email: string;
  role: Role;
  hasPassword: boolean;
  hasSecondFactor: boolean;
  hasBegunFactor: boolean;
};

/** What is known of whoever asks; `hasBegunFactor`: a second factor was set up, and its first code is awaited. Errors: forbidden for whoever is no person. */
export async function ownAccount(ctx: ActingContext): Promise<OwnAccount> {
  authorize(ctx, 'account:write');
  if (ctx.actor.kind !== 'staff') throw new AppError('forbidden', 'Only a person has an account.');
  const { id, name, role } = ctx.actor;
  const found = await ctx.prisma.staff.findUniqueOrThrow({
    where: { id },
    select: {
      email: true,
      twoFactorEnabled: true,
      secondFactor: { select: { verified: true } },
      accounts: { where: { providerId: 'credential' }, select: { id: true } },
    },
  });
  return {
    id,
    name,
    role,
    email: found.email,
    hasPassword: found.accounts.length > 0,
    hasSecondFactor: found.twoFactorEnabled,
    hasBegunFactor: found.secondFactor?.verified === false,
  };
}
