import type { Rendered } from '#server/context';

/** A text as it was written, for what cannot be rendered or is not rendered yet. */
export function escapedText(markdown: string): Rendered {
  return { html: `<p>${escapeHtml(markdown)}</p>`, text: markdown };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
