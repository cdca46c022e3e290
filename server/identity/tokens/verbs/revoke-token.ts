import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';

/** Revokes a token by its id or prefix. Processes that have cached it accept it for two more seconds. Errors: forbidden, not_found. */
export async function revokeToken(ctx: ActingContext, named: string): Promise<void> {
  authorize(ctx, 'token:write');
  const where = {
    revokedAt: null,
    OR: [{ prefix: named }, ...(/^\d{1,9}$/.test(named) ? [{ id: Number(named) }] : [])],
  };
  await ctx.prisma.$transaction(async (tx) => {
    const revoked = await tx.token.updateManyAndReturn({
      where,
      data: { revokedAt: new Date(ctx.clock.now()) },
      select: { id: true, prefix: true },
    });
    if (revoked.length === 0)
      throw new AppError('not_found', `No active token matches "${named}". Run "token list" to see all tokens.`);
    for (const { id, prefix } of revoked)
      await appendAudit(tx, ctx, {
        action: 'token:revoke',
        object: { kind: 'token', id },
        before: { prefix },
        after: null,
      });
  });
}
