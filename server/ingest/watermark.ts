import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { forgetProcess, type IngestProcess, ingestProcesses } from '#server/ingest/sql/ingest-processes';

/**
 * A process without activity for this long is gone: its sources deliver to another process, or wait for it. The time counts only while the
 * reads succeed without a gap. After a failed read or a gap it starts again, because the process may have lost the database, too.
 */
const GONE_MS = 60_000;
/** Reads further apart than this do not show the activity in between. */
const READ_GAP_MS = 30_000;
/** A delivery that takes up to this time holds back all components; a longer one holds back only the components of its source. */
export const APART_MS = 500;

/** `watermark`: everything that arrived before it is stored, except deliveries of the sources in `held`. */
export type Stored = { watermark: Instant; held: ReadonlySet<number> };

/** Makes a function that returns the instant up to which evaluation may run. */
export function createWatermark(ctx: Pick<Context, 'worker' | 'clock' | 'log'>) {
  const lastActivity = new Map<string, { beat: string; acted: string | null; atMs: number }>();
  let readAtMs = Number.NEGATIVE_INFINITY;

  async function read(): Promise<IngestProcess[]> {
    const processes = await ingestProcesses(ctx.worker).catch((error) => {
      lastActivity.clear();
      throw error;
    });
    const nowMs = ctx.clock.monotonicMs();
    if (nowMs - readAtMs > READ_GAP_MS) lastActivity.clear();
    readAtMs = nowMs;
    return processes;
  }

  function isAlive({ name, beat, acted }: IngestProcess): boolean {
    const last = lastActivity.get(name);
    return last?.beat !== beat || (acted !== null && acted !== last.acted);
  }

  return async (now: Instant): Promise<Stored> => {
    let watermark = now;
    const held = new Set<number>();
    const processes = await read();
    const nowMs = ctx.clock.monotonicMs();
    for (const process of processes) {
      if (isAlive(process)) lastActivity.set(process.name, { beat: process.beat, acted: process.acted, atMs: nowMs });
      else if (nowMs - (lastActivity.get(process.name)?.atMs ?? nowMs) > GONE_MS) {
        ctx.log.warn(
          { process: process.name },
          'an ingest process has been inactive for a minute; evaluating without it',
        );
        await forgetProcess(ctx.worker, process);
        lastActivity.delete(process.name);
        continue;
      }
      watermark = Math.min(watermark, process.watermark);
      for (const [sourceId, at] of process.held) {
        if (process.watermark - at > APART_MS) held.add(sourceId);
        else watermark = Math.min(watermark, at);
      }
    }
    return { watermark, held };
  };
}
