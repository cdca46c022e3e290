import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { lockLease, releaseLease, takeLease } from '#server/published/sql/publisher-lease';

/** A publisher that does not renew its lease for this long is replaced by another process. */
const LEASE_MS = 1_500;
const RENEW_MS = 400;

export type Lease = {
  /** The number of this holding of the lease, which is never used again, or null while another process holds it. */
  epoch: () => number | null;
  /** Runs work in a transaction in which no other process can take the lease. Returns null without running it if that holding has ended. */
  within: <T>(epoch: number, work: (client: pg.PoolClient) => Promise<T>) => Promise<T | null>;
  stop: () => Promise<void>;
};

/** `isAble`: whether this process can render at all; if not, it leaves the lease to others. `onTaken` runs each time after another process held it. */
type Options = { holder: string; isAble: () => boolean; onTaken: () => Promise<void> };

/** Takes the lease of the publisher as soon as no other process renews it, and keeps it. */
export function holdLease(ctx: Pick<Context, 'worker'>, { holder, isAble, onTaken }: Options): Lease {
  const stopping = new AbortController();
  let epoch: number | null = null;

  async function renew(): Promise<void> {
    if (isAble()) {
      const taken = await takeLease(ctx.worker, holder, LEASE_MS);
      if (taken !== null && taken !== epoch) await onTaken();
      epoch = taken;
    } else if (epoch !== null) {
      await releaseLease(ctx.worker, holder);
      epoch = null;
    }
  }

  async function hold(): Promise<void> {
    while (!stopping.signal.aborted) {
      await renew().catch(() => {
        epoch = null; // the database is away; publishing fails as well, and logs it
      });
      await wait(RENEW_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
    }
  }

  const running = hold();
  return {
    epoch: () => epoch,
    within: (under, work) =>
      transaction(ctx.worker, async (client) => ((await lockLease(client, holder, under)) ? work(client) : null)),
    stop: async () => {
      stopping.abort();
      await running;
      await releaseLease(ctx.worker, holder).catch(() => undefined); // it expires
    },
  };
}
