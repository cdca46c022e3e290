import { createHash } from 'node:crypto';
import type { PrismaClient } from '#prisma';

/** What is stored of the token in a session's cookie. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

type Named = { token?: unknown };

function tokenIn(args: { where?: Named; data?: Named }): string | null {
  for (const part of [args.data, args.where]) {
    const value = part?.token;
    const text = typeof value === 'object' && value !== null ? (value as { equals?: unknown }).equals : value;
    if (typeof text === 'string') return text;
  }
  return null;
}

function replaced(part: Named | undefined, hash: string): Named | undefined {
  return part?.token === undefined ? part : { ...part, token: hash };
}

/**
 * The client as better-auth sees it: it stores and looks up sessions by the token in the cookie, the database has the token's hash. Whoever
 * reads the database, or a copy of it, cannot sign in with what stands there.
 */
export function withHashedTokens(prisma: PrismaClient) {
  return prisma.$extends({
    query: {
      staffSession: {
        async $allOperations({ args, query }) {
          const token = tokenIn(args as { where?: Named; data?: Named });
          if (token === null) return query(args);
          const { where, data } = args as { where?: Named; data?: Named };
          const hash = hashOf(token);
          const result = await query({ ...args, ...(where ? { where: replaced(where, hash) } : {}), ...(data ? { data: replaced(data, hash) } : {}) } as never);
          return isRow(result) ? { ...result, token } : result;
        },
      },
    },
  });
}

function isRow(result: unknown): result is { token: string } {
  return typeof result === 'object' && result !== null && 'token' in result;
}
