import type { Context, Rendered } from '#server/context';
import { AppError } from '#server/errors';
import { escapedText } from './escaped-text.ts';
import { renderMarkdown } from './render-markdown.ts';

/**
 * Renders a text for storage and display. `field` is its name in the request; `hasImages`: whether images of ours are shown. Errors: invalid_input with the
 * exceeded limit; overloaded.
 */
export async function renderText(
  ctx: Pick<Context, 'texts'>,
  markdown: string,
  field = 'body',
  { hasImages = false } = {},
): Promise<Rendered> {
  const outcome = await ctx.texts.render(markdown, { hasImages });
  if (outcome.kind === 'refused') throw new AppError('invalid_input', `${field}: ${outcome.reason}.`);
  return { html: outcome.html, text: outcome.text };
}

/**
 * Renders a text that Candor wrote itself, synchronously, in the transaction that stores it. It contains only our own markup, because names in it are
 * escaped (domain/incident/escape-markdown.ts). Shows a text that exceeds a limit unrendered, so that it never fails an operation.
 */
export function renderAutomatic(ctx: Pick<Context, 'log'>, markdown: string): Rendered {
  try {
    return renderMarkdown(markdown);
  } catch (error) {
    ctx.log.warn(
      { message: (error as Error).message },
      'automatic text could not be rendered; showing it as plain text',
    );
    return escapedText(markdown);
  }
}
