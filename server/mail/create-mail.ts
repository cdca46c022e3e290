import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import type { Random } from '#server/random';
import { CLOSED, mailOptions } from './mail-options.ts';

/** Together shorter than the timeout of a staff alert, so that no message is sent after its alert was given up. */
const CONNECT_MS_MAX = 4_000;
const GREETING_MS_MAX = 4_000;
const ANSWER_MS_MAX = 6_000;

type Settings = { smtpUrl: string | undefined; from: string; folder: string; random: Random };

/** Sends mail through the server in SMTP_URL. Without SMTP_URL, writes each message to a file in DATA_DIR/mail. Errors: mail_failed. */
export function createMail({ smtpUrl, from, folder, random }: Settings): Context['mail'] {
  return smtpUrl ? throughServer(smtpUrl, from) : intoFolder(folder, from, random);
}

/** Imports nodemailer at the first mail, because it occupies memory in processes that send none. */
const nodemailer = () => import('nodemailer');

function throughServer(smtpUrl: string, from: string): Context['mail'] {
  const opened = async () =>
    (await nodemailer()).createTransport({
      url: smtpUrl,
      connectionTimeout: CONNECT_MS_MAX,
      greetingTimeout: GREETING_MS_MAX,
      socketTimeout: ANSWER_MS_MAX,
      ...CLOSED,
    });
  let transport: ReturnType<typeof opened> | undefined;
  return {
    isFolder: false,
    send: async (message) => {
      transport ??= opened();
      await (await transport).sendMail(mailOptions(from, message)).catch((error: Error & { code?: string }) => {
        throw new AppError(
          'mail_failed',
          `The mail server rejected the message (${error.code ?? 'no error code'}). Check SMTP_URL.`,
        ); // its message may contain the address
      });
    },
  };
}

function intoFolder(folder: string, from: string, random: Random): Context['mail'] {
  return {
    isFolder: true,
    folder,
    send: async (message) => {
      const { createTransport } = await nodemailer();
      const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...CLOSED });
      const { message: bytes } = await transport.sendMail(mailOptions(from, message));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path.join(folder, `${random.bytes(8).toString('hex')}.eml`), bytes as Buffer, { mode: 0o600 }); // the option `buffer` guarantees it
    },
  };
}
