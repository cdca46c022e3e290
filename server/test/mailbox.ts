import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { simpleParser } from 'mailparser';

export type Mail = { to: string; subject: string; text: string; headers: Map<string, unknown> };

/** Reads the messages in the mail folder, unordered. */
export async function mailsIn(folder: string): Promise<Mail[]> {
  const files = await readdir(folder).catch(() => []); // the folder does not exist before the first message
  return Promise.all(
    files.map(async (file) => {
      const { to, subject = '', text = '', headers } = await simpleParser(await readFile(path.join(folder, file)));
      return {
        to: [to ?? []]
          .flat()
          .map((address) => address.text)
          .join(),
        subject,
        text,
        headers,
      };
    }),
  );
}

/** Returns the only link in a text. */
export function linkIn(text: string): string {
  return /https?:\/\/\S+/.exec(text)?.[0] ?? '';
}
