import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { forgetProcess, type IngestProcess, ingestProcesses } from '#server/ingest/sql/ingest-processes';

/**
 * A process that does nothing for this long, while it is read without a failure or a gap, is gone; its sources deliver elsewhere, or wait for it.
 * After a failed read or a gap the time begins again: the database may have been away for the process, too.
 */
const GONE_MS = 60_000;
/** Reads further apart than this do not show what a process did in between. */
const READ_GAP_MS = 30_000;
/** A delivery that is stored within this time holds back everything for as long; one that takes longer holds back only what its source observes. */
export const APART_MS = 500;

/** `watermark`: what reached the processes before it is stored, but for deliveries of the sources in `held`. */
export type Stored = { watermark: Instant; held: ReadonlySet<number> };

/** Makes a function that returns how far may be evaluated. */
export function createWatermark(ctx: Pick<Context, 'worker' | 'clock' | 'log'>) {
  const heard = new Map<string, { beat: string; acted: string | null; atMs: number }>();
  let readAtMs = Number.NEGATIVE_INFINITY;

  async function read(): Promise<IngestProcess[]> {
    const words = await ingestProcesses(ctx.worker).catch((error) => {
      heard.clear();
      throw error;
    });
    const nowMs = ctx.clock.monotonicMs();
    if (nowMs - readAtMs > READ_GAP_MS) heard.clear();
    readAtMs = nowMs;
    return words;
  }

  function isAlive({ name, beat, acted }: IngestProcess): boolean {
    const last = heard.get(name);
    return last?.beat !== beat || (acted !== null && acted !== last.acted);
  }

  return async (now: Instant): Promise<Stored> => {
    let watermark = now;
    const held = new Set<number>();
    const words = await read();
    const nowMs = ctx.clock.monotonicMs();
    for (const word of words) {
      if (isAlive(word)) heard.set(word.name, { beat: word.beat, acted: word.acted, atMs: nowMs });
      else if (nowMs - (heard.get(word.name)?.atMs ?? nowMs) > GONE_MS) {
        ctx.log.warn(
          { process: word.name },
          'a process that took probes has done nothing for a minute: evaluating without it',
        );
        await forgetProcess(ctx.worker, word);
        heard.delete(word.name);
        continue;
      }
      watermark = Math.min(watermark, word.watermark);
      for (const [sourceId, at] of word.held) {
        if (word.watermark - at > APART_MS) held.add(sourceId);
        else watermark = Math.min(watermark, at);
      }
    }
    return { watermark, held };
  };
}
