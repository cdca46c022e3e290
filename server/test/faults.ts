import { expect } from 'vitest';
import type { Context } from '../context.ts';

/** More than any verb makes. */
const CALLS_MAX = 100;

/** Thrown in the place of the n-th statement of a transaction. */
export class Fault extends Error {}

/**
 * The world with a Prisma client that fails at the n-th call within a transaction, model calls and raw ones alike; `calls` counts them. A fault leaves
 * the transaction by throwing, as a lost connection would.
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
      return (work: (tx: object) => unknown, options: object) => target.$transaction((tx) => work(wrap(tx, 0)) as Promise<unknown>, options);
    },
  });
  return { ctx: { ...ctx, prisma }, calls: () => count };
}

/**
 * Has each call of the database that `work` makes within a transaction fail, one after the other, until it passes untouched. Each fault must reach
 * whoever called, and leave everything as it was. Returns at which call the first was that did not come.
 */
export async function faultAtEachCall<T extends Context>(ctx: T, work: (ctx: T) => Promise<unknown>, stored: () => Promise<unknown>): Promise<number> {
  const before = await stored();
  for (let n = 1; n < CALLS_MAX; n++) {
    const outcome = await work(failingAt(ctx, n).ctx).catch((error: unknown) => error);
    if (outcome instanceof Error && !(outcome instanceof Fault)) throw outcome;
    if (!(outcome instanceof Fault)) return n;
    expect(await stored(), outcome.message).toEqual(before);
  }
  throw new Error(`still failing at call ${CALLS_MAX}`);
}
