import * as base64 from 'nodemailer/lib/base64';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';
import { assert } from '#server/errors';
import { systemRandom } from '#server/random';
import type { mailOptions } from './mail-options.ts';

/** All boundaries of a message share one random part, which nodemailer would draw for each. */
const BOUNDARY_BYTES = 8;

/** `raw`: the message as it is sent. */
export type Composed = { envelope: MimeNode.Envelope; raw: string };

/**
 * Formats a message in one go. nodemailer formats it through a chain of streams per part, which costs more than everything else about a mail to a subscriber.
 * The content is the same.
 */
export function composeMail(options: ReturnType<typeof mailOptions>): Composed {
  const root = new MailComposer({
    baseBoundary: systemRandom.bytes(BOUNDARY_BYTES).toString('hex'),
    ...options,
  }).compile();
  return { envelope: root.getEnvelope(), raw: formatPart(root) };
}

function formatPart(part: MimeNode): string {
  const start = `${part.buildHeaders()}\r\n\r\n${formatContent(part)}`;
  if (!part.multipart) return start;
  const inner = part.childNodes.map((child) => `--${part.boundary}\r\n${formatPart(child)}`);
  return `${start}${inner.join('\r\n')}\r\n--${part.boundary}--\r\n`;
}

function formatContent(part: MimeNode): string {
  const { content } = part;
  if (!content) return '';
  assert(typeof content === 'string' || Buffer.isBuffer(content), 'parts of mails are texts and pictures');
  const encoding = part.getTransferEncoding();
  if (encoding === 'quoted-printable') return quotedPrintable.wrap(quotedPrintable.encode(content));
  if (encoding === 'base64') return typeof content === 'string' ? base64Of(content) : pictureOf(content);
  return content.toString();
}

const base64Of = (content: string | Buffer) => base64.wrap(base64.encode(content));

/** Encoded pictures, because many mails contain the same one. */
const pictures = new WeakMap<Buffer, string>();

function pictureOf(content: Buffer): string {
  const known = pictures.get(content);
  if (known !== undefined) return known;
  const encoded = base64Of(content);
  pictures.set(content, encoded);
  return encoded;
}
