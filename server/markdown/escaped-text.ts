import type { Rendered } from '#server/context';

/** Escapes a text that cannot be rendered or is not rendered yet. */
export function escapedText(markdown: string): Rendered {
  return { html: `<p>${escapeHtml(markdown)}</p>`, text: markdown };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
