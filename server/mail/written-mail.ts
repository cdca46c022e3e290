/** A mail that was written to a file. `text`: its plain text. */
export type WrittenMail = { to: string; subject: string; isToSubscriber: boolean; text: string };

const WORD = /=\?utf-8\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi;

/** Parses a mail that create-mail.ts wrote: nodemailer's headers, and the first part in plain text. It is no parser for other mails. */
export function parseWrittenMail(raw: string): WrittenMail {
  const { headers, body } = partOf(raw);
  return {
    to: headers.get('to') ?? '',
    subject: (headers.get('subject') ?? '').replace(WORD, (_, encoding: string, word: string) =>
      encoding.toLowerCase() === 'b' ? fromBase64(word) : fromQuoted(word.replaceAll('_', ' ')),
    ),
    isToSubscriber: headers.has('x-auto-response-suppress'), // only mails to subscribers have it
    text: textOf(headers, body),
  };
}

function partOf(raw: string): { headers: Map<string, string>; body: string } {
  const text = raw.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const [head, body] = end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 2)];
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: new Map(headers), body };
}

/** Returns the first plain text of a part or of the parts in it. */
function textOf(headers: ReadonlyMap<string, string>, body: string): string {
  const type = headers.get('content-type') ?? 'text/plain';
  if (/^text\/plain/i.test(type)) return decoded(headers.get('content-transfer-encoding') ?? '', body);
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return '';
  for (const piece of body.split(`--${boundary}`).slice(1)) {
    const part = partOf(piece.replace(/^\n/, ''));
    const text = textOf(part.headers, part.body);
    if (text !== '') return text;
  }
  return '';
}

function decoded(encoding: string, body: string): string {
  if (/base64/i.test(encoding)) return fromBase64(body);
  return /quoted-printable/i.test(encoding) ? fromQuoted(body.replace(/=\n/g, '')) : body;
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

function fromQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
