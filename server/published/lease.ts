import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { lockLease, releaseLease, takeLease } from '#server/published/sql/publisher-lease';

/** A publisher that does not renew its lease for this long is replaced by another process. */
const LEASE_MS = 1_500;
const RENEW_MS = 400;

export type Lease = {
  isHeld: () => boolean;
  /** Runs work in a transaction in which no other process can take the lease. Returns null without running it if another process holds the lease. */
  within: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T | null>;
  stop: () => Promise<void>;
};

/** Takes the lease of the publisher as soon as no other process renews it, and keeps it. `onTaken` runs each time after another process held it. */
export function holdLease(ctx: Pick<Context, 'worker'>, holder: string, onTaken: () => Promise<void>): Lease {
  const stopping = new AbortController();
  let epoch: number | null = null;

  async function hold(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const taken = await takeLease(ctx.worker, holder, LEASE_MS);
        if (taken !== null && taken !== epoch) await onTaken();
        epoch = taken;
      } catch {
        epoch = null; // the database is away; publishing fails as well, and logs it
      }
      await wait(RENEW_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
    }
  }

  const running = hold();
  return {
    isHeld: () => epoch !== null,
    within: (work) =>
      transaction(ctx.worker, async (client) => {
        if (epoch === null || !(await lockLease(client, holder, epoch))) return null;
        return work(client);
      }),
    stop: async () => {
      stopping.abort();
      await running;
      await releaseLease(ctx.worker, holder).catch(() => undefined); // it expires
    },
  };
}
