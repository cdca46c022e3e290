import type { Instant } from '#domain/interval';
import type { Context } from '../context.ts';
import { forgetProcess, processWords } from '../db/sql/ingest-processes.ts';

/** A process that says nothing for this long while the database answers is gone; its sources deliver elsewhere, or wait for it. */
const GONE_MS = 60_000;

/** Tells how far may be judged: what reached the processes that take probes before that instant is stored. */
export function createStoredHorizon(ctx: Pick<Context, 'worker' | 'clock' | 'log'>) {
  const heard = new Map<string, { beat: string; atMs: number }>();

  return async (now: Instant): Promise<Instant> => {
    let horizon = now;
    const nowMs = ctx.clock.monotonicMs();
    for (const word of await processWords(ctx.worker)) {
      const last = heard.get(word.name);
      if (last?.beat !== word.beat) heard.set(word.name, { beat: word.beat, atMs: nowMs });
      else if (nowMs - last.atMs > GONE_MS) {
        ctx.log.warn({ process: word.name }, 'a process that took probes has said nothing for a minute: judging without it');
        await forgetProcess(ctx.worker, word);
        heard.delete(word.name);
        continue;
      }
      horizon = Math.min(horizon, word.storedUpTo);
    }
    return horizon;
  };
}
