import { afterAll, beforeAll } from 'vitest';
import type { Context } from '#server/context';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import type { TestWorld } from './database.ts';
import { startReceiver } from './receiver.ts';

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
type Receiving = { receiver: Receiver; ctx: Context };

/** Starts a receiver for the tests of a file, and gives `take` the receiver and a context that may send to it. */
export function useReceiver(world: Pick<TestWorld, 'ctx'>, take: (receiving: Receiving) => void): void {
  let receiving: Receiving;
  beforeAll(async () => {
    const safeFetch = createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 2_000 });
    receiving = { receiver: await startReceiver(), ctx: { ...world.ctx, safeFetch } };
    take(receiving);
  });
  afterAll(async () => {
    await receiving.ctx.safeFetch.close();
    await receiving.receiver.stop();
  });
}
