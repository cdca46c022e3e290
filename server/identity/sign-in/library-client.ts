import { createHash } from 'node:crypto';
import type { Prisma, PrismaClient } from '#prisma';
import { callWithin } from './one-transaction.ts';

type Named = { token?: unknown };
type Args = { where?: Named; data?: Named };
type Call = (args: unknown) => Promise<unknown>;

const READS = /^(find|count)/;

/** What is stored of the token in a session's cookie. */
export function hashOfSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function tokenIn({ where, data }: Args): string | null {
  for (const part of [data, where]) {
    const value = part?.token;
    const text = typeof value === 'object' && value !== null ? (value as { equals?: unknown }).equals : value;
    if (typeof text === 'string') return text;
  }
  return null;
}

function replaced(part: Named, hash: string): Named {
  return part.token === undefined ? part : { ...part, token: hash };
}

function isRow(result: unknown): result is { token: string } {
  return typeof result === 'object' && result !== null && 'token' in result;
}

/** A call about sessions as better-auth makes it, and its result, with the hash of the token in the place of the token while it is in the database. */
async function withHashedToken(args: Args, call: Call): Promise<unknown> {
  const token = tokenIn(args);
  if (token === null) return call(args);
  const { where, data } = args;
  const hash = hashOfSessionToken(token);
  const result = await call({
    ...args,
    ...(where && { where: replaced(where, hash) }),
    ...(data && { data: replaced(data, hash) }),
  });
  return isRow(result) ? { ...result, token } : result;
}

function modelOf(prisma: PrismaClient, model: string): object {
  const callOf = (name: string) => (args: unknown) =>
    callWithin(
      prisma,
      !READS.test(name),
      (client: Prisma.TransactionClient) =>
        (Reflect.get(client, model) as Record<string, Call>)[name]?.(args) as Promise<unknown>,
    );
  return new Proxy(
    {},
    {
      get: (_, name) => {
        const call = callOf(String(name));
        return model === 'staffSession' ? (args: Args) => withHashedToken(args, call) : call;
      },
    },
  );
}

/**
 * The client as better-auth sees it. It stores and looks up sessions by the token in the cookie, the database has the token's hash: whoever reads the
 * database, or a copy of it, cannot sign in with what stands there. What it writes belongs to the transaction that is under way, and it begins none.
 */
export function libraryClient(prisma: PrismaClient): object {
  return new Proxy(prisma, {
    get: (client, name) => {
      if (name === '$transaction') return undefined;
      const found = Reflect.get(client, name);
      return typeof name === 'string' && /^[a-z]/.test(name) && typeof found === 'object'
        ? modelOf(client, name)
        : found;
    },
  });
}
