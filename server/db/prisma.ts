import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '#prisma';

/** For transactions of verbs: the time until one begins, and until it ends. */
const TRANSACTION_WAIT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 15_000;

/**
 * Returns a client that is created at its first use, because it occupies about 60 MB, and most processes rarely or never use it. `close` does nothing
 * for a client that was never used.
 */
export function createPrisma(pool: pg.Pool): { prisma: PrismaClient; close: () => Promise<void> } {
  let created: PrismaClient | undefined;
  const client = () => {
    created ??= new PrismaClient({
      adapter: new PrismaPg(pool),
      transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: TRANSACTION_TIMEOUT_MS },
    });
    return created;
  };
  const get = (_: PrismaClient, name: string | symbol) => {
    const value: unknown = Reflect.get(client(), name);
    return typeof value === 'function' ? value.bind(client()) : value;
  };
  const prisma = new Proxy({} as PrismaClient, { get }); // every property is read from the client above
  return { prisma, close: async () => created?.$disconnect() };
}
