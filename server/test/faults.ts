import type pg from 'pg';
import { expect } from 'vitest';
import type { Context } from '#server/context';

/** More calls than any verb makes. */
const CALLS_MAX = 100;

/** Returns an error as the driver reports it, with a SQLSTATE. */
export function sqlError(code: string, message = `SQLSTATE ${code}`): Error {
  return Object.assign(new Error(message), { code });
}

/** Returns a statement after which rows of a table cannot be updated, as on a full disk (PostgreSQL documentation, appendix A: 53100 disk_full). */
export function fullFor(table: string, when = 'true'): string {
  return `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'could not extend file "base/16384/16424": No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER full_disk BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION full_disk()`;
}

type Statement = { text: string; values: readonly unknown[] };

function statementOf([config, values]: readonly unknown[]): Statement {
  if (typeof config === 'string') return { text: config, values: Array.isArray(values) ? values : [] };
  const { text = '', values: own = [] } = Object(config) as Partial<Statement>;
  return { text, values: own };
}

type Run = () => Promise<unknown>;

/** Wraps a pool so that `answer` decides what becomes of each statement: `run` passes it to the database. */
export function interceptedPool(pool: pg.Pool, answer: (statement: Statement, run: Run) => Promise<unknown>): pg.Pool {
  const wrap = <T extends pg.Pool | pg.PoolClient>(target: T): T =>
    new Proxy(target, {
      get(object, key) {
        const value = Reflect.get(object, key);
        if (typeof value !== 'function') return value;
        if (key === 'query')
          return (...args: unknown[]) => answer(statementOf(args), async () => value.apply(object, args));
        if (key === 'connect') return async () => wrap(await (object as pg.Pool).connect());
        return value.bind(object);
      },
    });
  return wrap(pool);
}

/** Wraps a pool so that statements fail where `faultOf` returns an error; all others reach the database. */
export function failingPool(pool: pg.Pool, faultOf: (statement: Statement) => Error | null): pg.Pool {
  return interceptedPool(pool, (statement, run) => {
    const fault = faultOf(statement);
    return fault ? Promise.reject(fault) : run();
  });
}

/** Thrown instead of the n-th call of a transaction. */
export class Fault extends Error {}

/**
 * Returns the context with a Prisma client that fails at the n-th call within a transaction, model calls and raw ones alike; `calls` counts
 * them. The fault is thrown, as with a lost connection.
 */
export function failingAt<T extends Context>(ctx: T, n: number): { ctx: T; calls: () => number } {
  let count = 0;
  const wrap = (target: object, depth: number): object =>
    new Proxy(target, {
      get(object, key) {
        const value = Reflect.get(object, key);
        if (typeof value === 'function' && typeof key === 'string') {
          return (...args: unknown[]) => {
            if (++count === n) throw new Fault(`fault at call ${n}: ${key}`);
            return value.apply(object, args);
          };
        }
        return typeof value === 'object' && value !== null && depth === 0 ? wrap(value, 1) : value;
      },
    });
  const prisma = new Proxy(ctx.prisma, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (key !== '$transaction') return typeof value === 'function' ? value.bind(target) : value;
      return (work: (tx: object) => unknown, options: object) =>
        target.$transaction((tx) => work(wrap(tx, 0)) as Promise<unknown>, options);
    },
  });
  return { ctx: { ...ctx, prisma }, calls: () => count };
}

/**
 * Runs `work` repeatedly with a fault at the first, second, third … call within a transaction, until it passes without one. Each fault must
 * reach the caller and leave everything stored as it was. Returns the number of the first call that was not made.
 */
export async function faultAtEachCall<T extends Context>(
  ctx: T,
  work: (ctx: T) => Promise<unknown>,
  stored: () => Promise<unknown>,
): Promise<number> {
  const before = await stored();
  for (let n = 1; n < CALLS_MAX; n++) {
    const outcome = await work(failingAt(ctx, n).ctx).catch((error: unknown) => error);
    if (outcome instanceof Error && !(outcome instanceof Fault)) throw outcome;
    if (!(outcome instanceof Fault)) return n;
    expect(await stored(), outcome.message).toEqual(before);
  }
  throw new Error(`still failing at call ${CALLS_MAX}`);
}
