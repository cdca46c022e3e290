import type { MailBlock, MailParts } from './mail-parts.ts';

/** Formats a mail as plain text. */
export function mailText({ brand, head, body, next, button, earlier, reason, links = [], note }: MailParts): string {
  const title = head.meta === undefined ? head.title : `${head.title}\n${head.meta}`;
  const end = [reason, ...links.map(({ label, url }) => `${label}: ${url}`), ...(note === undefined ? [] : [note])];
  const parts = [
    brand.title,
    title,
    ...body.map(blockText),
    ...(next ? [`${next.label} ${next.time}`] : []),
    `${button.label}:\n${button.url}`,
    ...(earlier && earlier.rows.length > 0 ? [earlierText(earlier)] : []),
    `--\n${end.join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockText(block: MailBlock): string {
  if (typeof block === 'string') return block;
  return 'label' in block ? `${block.label} ${block.text}` : block.text;
}

function earlierText({ title, rows, more }: NonNullable<MailParts['earlier']>): string {
  return [title, ...rows.map(([time, text]) => `${time}  ${text}`), ...(more === null ? [] : [more])].join('\n');
}
