import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { Context, Message } from '#server/context';
import { AppError } from '#server/errors';
import type { Random } from '#server/random';

/** Together shorter than the timeout of a staff alert, so that no message is sent after its alert was given up. */
const CONNECT_MS_MAX = 4_000;
const GREETING_MS_MAX = 4_000;
const ANSWER_MS_MAX = 6_000;

type Settings = { smtpUrl: string | undefined; from: string; folder: string; random: Random };

/** Forbids reading files and fetching URLs for a message, regardless of its content. */
const CLOSED = { disableFileAccess: true, disableUrlAccess: true };

/** Returns the address of a sender like "Candor <candor@status.example>". */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

function draft(from: string, { to, subject, text, html, messageId, senderName }: Message) {
  return {
    from: senderName === undefined ? from : { name: senderName, address: addressOf(from) },
    to: { name: '', address: to },
    subject,
    text,
    html,
    ...(messageId ? { messageId } : {}),
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...CLOSED,
  };
}

/** Sends mail through the server in SMTP_URL. Without SMTP_URL, writes each message to a file in DATA_DIR/mail. Errors: mail_failed. */
export function createMail({ smtpUrl, from, folder, random }: Settings): Context['mail'] {
  return smtpUrl ? throughServer(smtpUrl, from) : intoFolder(folder, from, random);
}

function throughServer(smtpUrl: string, from: string): Context['mail'] {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: GREETING_MS_MAX,
    socketTimeout: ANSWER_MS_MAX,
    ...CLOSED,
  });
  return {
    isFolder: false,
    send: async (message) => {
      await transport.sendMail(draft(from, message)).catch((error: Error & { code?: string }) => {
        throw new AppError(
          'mail_failed',
          `The mail server rejected the message (${error.code ?? 'no error code'}). Check SMTP_URL.`,
        ); // its message may contain the address
      });
    },
  };
}

function intoFolder(folder: string, from: string, random: Random): Context['mail'] {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...CLOSED });
  return {
    isFolder: true,
    send: async (message) => {
      const { message: bytes } = await transport.sendMail(draft(from, message));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path.join(folder, `${random.bytes(8).toString('hex')}.eml`), bytes as Buffer, { mode: 0o600 }); // the option `buffer` guarantees it
    },
  };
}
