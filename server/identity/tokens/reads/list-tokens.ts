import { type ActingContext, authorize } from '#server/actor';

const TOKENS_MAX = 1_000;

/** Returns all tokens without their secrets, oldest first. Errors: forbidden. */
export async function listTokens(ctx: ActingContext) {
  authorize(ctx, 'token:write');
  return ctx.prisma.token.findMany({
    orderBy: { id: 'asc' },
    take: TOKENS_MAX,
    select: {
      id: true,
      name: true,
      prefix: true,
      scopes: true,
      createdAt: true,
      expiresAt: true,
      revokedAt: true,
      source: { select: { name: true } },
    },
  });
}
