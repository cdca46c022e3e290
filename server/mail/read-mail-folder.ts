import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Instant } from '#domain/time/interval';
import { parseWrittenMail, type WrittenMail } from './written-mail.ts';

/** The newest mails that are read. */
export const MAILS_MAX = 50;
const FILE = /^[0-9a-f]{16}\.eml$/;

export type MailFile = WrittenMail & { file: string; writtenAt: Instant };

/** Lists the mails in a folder, newest first. */
export async function listMailFiles(folder: string): Promise<{ file: string; writtenAt: Instant }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => FILE.test(name)); // the folder does not exist before the first mail
  const files = await Promise.all(
    names.map(async (file) => {
      const found = await stat(path.join(folder, file)).catch(() => null); // it was just deleted
      return found === null ? [] : [{ file, writtenAt: found.mtimeMs }];
    }),
  );
  return files.flat().sort((a, b) => b.writtenAt - a.writtenAt);
}

/** Reads the newest mails to subscribers in a folder, newest first. Other mails are left out, because their links let people sign in. */
export async function readMailFolder(folder: string): Promise<MailFile[]> {
  const mails: MailFile[] = [];
  for (const found of await listMailFiles(folder)) {
    if (mails.length === MAILS_MAX) break;
    const mail = parseWrittenMail(await readFile(path.join(folder, found.file), 'utf8'));
    if (mail.isToSubscriber) mails.push({ ...found, ...mail });
  }
  return mails;
}
