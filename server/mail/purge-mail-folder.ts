import { rm } from 'node:fs/promises';
import path from 'node:path';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import { listMailFiles } from './read-mail-folder.ts';

const FILES_MS_MAX = 30 * DAY_MS;
/** Saved e-mails, of which the oldest are deleted. */
const FILES_MAX = 5_000;

/** Deletes saved e-mails that are older than 30 days, and the oldest ones beyond `filesMax`. */
export async function purgeMailFolder(folder: string, now: Instant, filesMax = FILES_MAX): Promise<void> {
  const files = await listMailFiles(folder);
  const isOver = (i: number, writtenAt: Instant) => i >= filesMax || writtenAt <= now - FILES_MS_MAX;
  for (const [i, { file, writtenAt }] of files.entries())
    if (isOver(i, writtenAt)) await rm(path.join(folder, file), { force: true });
}
