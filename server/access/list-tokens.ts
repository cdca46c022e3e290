import type { Context } from '../context.ts';

/** Tokens without their secrets, oldest first. */
export function listTokens(ctx: Pick<Context, 'prisma'>) {
  return ctx.prisma.token.findMany({
    orderBy: { id: 'asc' },
    select: { id: true, name: true, prefix: true, scopes: true, createdAt: true, expiresAt: true, revokedAt: true, source: { select: { name: true } } },
  });
}
