import type { Rendered } from '#server/context';
import { escapedText } from './escaped-text.ts';

type Stored = { body: string; html: string | null; text: string | null };

/** A text as it was rendered when it was saved; one from before that, which is not rendered yet, as it was written. */
export function storedText({ body, html, text }: Stored): Rendered {
  return html === null || text === null ? escapedText(body) : { html, text };
}
