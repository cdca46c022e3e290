import type { Context } from '#server/context';
import { renderStored } from '#server/incidents/update/render-stored';
import { repeat } from './repeat.ts';

/** Renders texts that an earlier version stored, in the background, until all are done. Until then such a text is shown as plain source. */
export function startRenderLoop(ctx: Context): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const step = async () => {
    if ((await renderStored(ctx, signal)) === 0) stopping.abort(); // all are rendered
  };
  const running = repeat(ctx, { step, paceMs: 0, failure: 'stored texts could not be rendered; retrying' }, signal);
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
