import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '#server/log';
import { type Channel, listenTo } from '#server/published/sql/listen-to';

const RECONNECT_MS = 1_000;
const CHANNELS: readonly Channel[] = ['site_change', 'site_published'];

/** Listens for notifications of the database on one connection. They are hints only: who waits for one also looks after some time. */
export function startHints(
  pool: pg.Pool,
  log: Log,
): { next: (channel: Channel, msMax: number) => Promise<void>; stop: () => Promise<void> } {
  const stopping = new AbortController();
  const waiting = new Map<Channel, Set<() => void>>(CHANNELS.map((channel) => [channel, new Set()]));
  const missed = new Set<Channel>();

  function wake(channel: Channel): void {
    const all = waiting.get(channel) ?? new Set();
    if (all.size === 0) missed.add(channel);
    for (const resolve of all) resolve();
    all.clear();
  }

  async function listen(): Promise<void> {
    const client = await pool.connect();
    const lost = Promise.withResolvers<void>();
    try {
      client.on('notification', ({ channel }) => wake(channel as Channel)); // only these are listened to
      client.on('error', () => lost.resolve());
      client.on('end', () => lost.resolve());
      for (const channel of CHANNELS) await listenTo(client, channel);
      stopping.signal.addEventListener('abort', () => lost.resolve(), { once: true });
      if (!stopping.signal.aborted) await lost.promise;
    } finally {
      client.release(true);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await listen().catch((error: Error) => log.debug({ message: error.message }, 'not listening for changes'));
      await wait(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
    }
  }

  const running = loop();
  return {
    next: async (channel, msMax) => {
      if (missed.delete(channel)) return;
      const done = Promise.withResolvers<void>();
      const timer = setTimeout(done.resolve, msMax);
      waiting.get(channel)?.add(done.resolve);
      await done.promise;
      clearTimeout(timer);
      waiting.get(channel)?.delete(done.resolve);
    },
    stop: () => {
      stopping.abort();
      for (const channel of CHANNELS) wake(channel);
      return running;
    },
  };
}
