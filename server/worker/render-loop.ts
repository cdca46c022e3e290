import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { renderStored } from '#server/incidents/update/render-stored';

const FAILED_PAUSE_MS = 5_000;

/** Renders texts that an earlier version stored, in the background, until all are done. Until then such a text is shown as plain source. */
export function startRenderLoop(ctx: Context): { stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function step(): Promise<boolean> {
    try {
      return (await renderStored(ctx, stopping.signal)) === 0;
    } catch (error) {
      ctx.log.error(
        { code: (error as { code?: string }).code, message: (error as Error).message },
        'stored texts could not be rendered; retrying',
      );
      await wait(FAILED_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
      return false;
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted && !(await step()));
  }

  const running = loop();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
