import type { Context } from '#server/context';
import { storeRendered, unrenderedTexts } from '#server/incidents/sql/unrendered-texts';
import { escapedText } from '#server/markdown/escaped-text';

/** Texts per batch. */
const BATCH = 50;

/**
 * Renders one batch of texts that an earlier version of Candor stored. A text beyond a limit is stored unrendered, as escaped text. Returns how many texts were
 * found; 0 means that all are done.
 */
export async function renderStored(ctx: Pick<Context, 'worker' | 'texts'>, signal?: AbortSignal): Promise<number> {
  const texts = await unrenderedTexts(ctx.worker, BATCH);
  for (const text of texts) {
    if (signal?.aborted) break;
    const outcome = await ctx.texts.render(text.body);
    await storeRendered(ctx.worker, text, outcome.kind === 'rendered' ? outcome : escapedText(text.body));
  }
  return texts.length;
}
