import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { entriesAfter, publishedKeys } from '#server/published/sql/entries';
import type { Library } from './library.ts';

const AT_ONCE = 20;
const POLL_MS = 400;
const FAILED_PAUSE_MS = 500;
/** Entries that exist no longer are removed after this time, and after each failure. */
const COMPARE_EVERY_MS = 60_000;

/** If the database does not answer for this long, no reader waits for it. A busy machine must not be taken for that. */
const ANSWER_MS_MAX = 3_000;

/**
 * Fetches what the publisher stores into the library of this process. `published` resolves at the next hint. `isCurrent`: whether the database answers. Logs the
 * first of several failures.
 */
export function followEntries(
  ctx: Pick<Context, 'web' | 'clock' | 'log'>,
  library: Library,
  published: (msMax: number) => Promise<void>,
): { isCurrent: () => boolean; stop: () => Promise<void> } {
  const stopping = new AbortController();
  let version = library.version();
  let comparedAt = Number.NEGATIVE_INFINITY;
  let isAway = false;
  let askedAtMs: number | null = null; // while the database has not answered

  async function step(): Promise<void> {
    askedAtMs = ctx.clock.monotonicMs();
    const entries = await entriesAfter(ctx.web, version, AT_ONCE);
    askedAtMs = null;
    isAway = false;
    for (const entry of entries) void library.put(entry); // readers must not wait for the disk
    version = Math.max(version, ...entries.map((entry) => entry.version));
    if (ctx.clock.monotonicMs() - comparedAt > COMPARE_EVERY_MS) {
      const stored = await publishedKeys(ctx.web);
      if (stored.version < version)
        version = 0; // another database, or one that has crashed: everything is published again
      else await library.keepOnly(stored.keys);
      comparedAt = ctx.clock.monotonicMs();
    }
    if (entries.length < AT_ONCE) await published(POLL_MS);
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await step();
      } catch (error) {
        if (!isAway) ctx.log.warn({ message: (error as Error).message }, 'published pages cannot be fetched; retrying');
        isAway = true;
        comparedAt = Number.NEGATIVE_INFINITY;
        await wait(FAILED_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
      }
    }
  }

  const running = loop();
  return {
    isCurrent: () => !isAway && (askedAtMs === null || ctx.clock.monotonicMs() - askedAtMs < ANSWER_MS_MAX),
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
