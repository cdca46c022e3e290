import type { Context, Rendered } from '../context.ts';
import { AppError } from '../errors.ts';
import { escapedText } from './escaped-text.ts';

/** A text as it is stored and shown; `field` is what the request calls it. Errors: invalid_input with the limit that the text goes beyond; overloaded. */
export async function renderText(ctx: Pick<Context, 'texts'>, markdown: string, field = 'body'): Promise<Rendered> {
  const outcome = await ctx.texts.render(markdown);
  if (outcome.kind === 'refused') throw new AppError('invalid_input', `${field}: ${outcome.reason}.`);
  return { html: outcome.html, text: outcome.text };
}

/** A text that Candor writes itself. Where it cannot be rendered it is shown as it was written: nothing may fail because of it. */
export async function renderAutomatic(ctx: Pick<Context, 'texts' | 'log'>, markdown: string): Promise<Rendered> {
  try {
    return await renderText(ctx, markdown);
  } catch (error) {
    ctx.log.warn({ message: (error as Error).message }, 'an automatic text could not be rendered and is shown as it was written');
    return escapedText(markdown);
  }
}
