import { AsyncLocalStorage } from 'node:async_hooks';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import { AppError, assert } from '#server/errors';

type Tx = Prisma.TransactionClient;
type World = Pick<Context, 'prisma'>;

/** `begun`: the transaction, once there is one. `failure`: the first call of the database that failed, whatever was made of it. */
type Underway = { begin: () => Promise<Tx>; begun: Tx | null; failure: { error: unknown } | null };

const underway = new AsyncLocalStorage<Underway>();
const NOT_FOUND = 'P2025';

/**
 * Runs what better-auth writes, and what we write with `begin`, in one transaction. It begins with the first write: passwords are hashed and identity
 * providers asked before, while no connection is held. An AppError is a refusal: it rolls nothing back, so that what was counted stays counted; but for a
 * conflict, where what was proven does not hold any more. A call
 * of the database that fails undoes everything, also where better-auth makes something else of it.
 */
export async function inOneTransaction<T>(
  { prisma }: World,
  work: (begin: () => Promise<Tx>) => Promise<T>,
): Promise<T> {
  const begun = Promise.withResolvers<Tx>();
  const over = Promise.withResolvers<void>();
  over.promise.catch(() => undefined); // nobody waits for it where no transaction has begun
  let transaction: Promise<void> | null = null;
  const state: Underway = { begin, begun: null, failure: null };

  function begin(): Promise<Tx> {
    transaction ??= prisma.$transaction((tx) => {
      state.begun = tx;
      begun.resolve(tx);
      return over.promise;
    });
    transaction.catch(begun.reject); // where none can begin
    return begun.promise;
  }

  const outcome = await underway
    .run(state, () => work(begin))
    .then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
  const fault = state.failure ?? ('error' in outcome && !isRefusal(outcome.error) ? outcome : null);
  if (fault) over.reject(fault.error);
  else over.resolve();
  await transaction;
  if (fault) throw fault.error; // nothing had begun
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** The transaction that is under way where this is called, begun if it has not. */
export async function beginHere(): Promise<Tx> {
  const state = underway.getStore();
  assert(state, 'better-auth writes within a transaction of ours');
  return state.begin();
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'conflict';
}

/** Calls the database in the transaction that is under way, or begins it where `isWrite`; by itself where there is none. */
export async function callWithin<T>(prisma: Tx, isWrite: boolean, call: (client: Tx) => Promise<T>): Promise<T> {
  const state = underway.getStore();
  if (!state) return call(prisma);
  try {
    return await call(isWrite ? await state.begin() : (state.begun ?? prisma));
  } catch (error) {
    if ((error as { code?: string }).code !== NOT_FOUND) state.failure ??= { error };
    throw error;
  }
}
