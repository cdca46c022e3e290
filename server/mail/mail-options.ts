import type { Message } from '#server/context';

/** Forbids reading files and fetching URLs for a message, regardless of its content. */
export const CLOSED = { disableFileAccess: true, disableUrlAccess: true };

/** Returns the address of a sender like "Candor <candor@status.example>". */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** Marks headers as ready to be sent. Otherwise nodemailer encodes those with quotation marks as words, which breaks their syntax. */
function asTheyAre(headers: Record<string, string>) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { prepared: true, value }]));
}

/** Returns a message in the form that nodemailer takes. */
export function mailOptions(from: string, message: Message) {
  const { to, subject, text, html, messageId, thread, senderName, headers = {}, pictures = [] } = message;
  return {
    from: senderName === undefined ? from : { name: senderName, address: addressOf(from) },
    to: { name: '', address: to },
    subject,
    text,
    html,
    ...(messageId ? { messageId } : {}),
    ...(thread ? { inReplyTo: thread, references: [thread] } : {}),
    attachments: pictures.map(({ id, name, png }) => ({
      cid: id,
      filename: name,
      content: Buffer.isBuffer(png) ? png : Buffer.from(png),
      contentType: 'image/png',
      contentDisposition: 'inline' as const,
    })),
    headers: { 'Auto-Submitted': 'auto-generated', ...asTheyAre(headers) },
    ...CLOSED,
  };
}
