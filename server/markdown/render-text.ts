import type { Context, Rendered } from '#server/context';
import { AppError } from '#server/errors';
import { escapedText } from './escaped-text.ts';
import { renderMarkdown } from './render-markdown.ts';

/** A text as it is stored and shown; `field` is what the request calls it. Errors: invalid_input with the limit that the text goes beyond; overloaded. */
export async function renderText(ctx: Pick<Context, 'texts'>, markdown: string, field = 'body'): Promise<Rendered> {
  const outcome = await ctx.texts.render(markdown);
  if (outcome.kind === 'refused') throw new AppError('invalid_input', `${field}: ${outcome.reason}.`);
  return { html: outcome.html, text: outcome.text };
}

/**
 * Renders a text that Candor writes itself, at once and within the transaction that stores it: it has no markup but its own, since names in it are escaped
 * (domain/incident/escape-markdown.ts), and waits for no thread. Where it is beyond a limit it is shown as it was written: nothing may fail because of it.
 */
export function renderAutomatic(ctx: Pick<Context, 'log'>, markdown: string): Rendered {
  try {
    return renderMarkdown(markdown);
  } catch (error) {
    ctx.log.warn(
      { message: (error as Error).message },
      'an automatic text could not be rendered and is shown as it was written',
    );
    return escapedText(markdown);
  }
}
