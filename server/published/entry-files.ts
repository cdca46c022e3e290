import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '#server/log';
import { type Entry, type EntryHead, pack, unpack } from './entry.ts';

export const UNFINISHED = '.part';
const HEAD_END = 0x0a;

/** Returns the name of the file of a key. */
export const fileOf = (key: string) => createHash('sha256').update(key).digest('hex');

function toBytes({ normal, stale, ...head }: Entry): Buffer[] {
  const packed = pack(normal);
  const line = JSON.stringify({ ...head, normalLength: packed.length });
  return [Buffer.from(`${line}\n`), packed, ...(stale ? [pack(stale)] : [])];
}

/** Reads a stored entry, or returns null if it is not whole: the disk may have lost the end of a file. */
function toEntry(stored: Buffer): Entry | null {
  const end = stored.indexOf(HEAD_END);
  if (end === -1) return null;
  const { normalLength, ...head } = JSON.parse(stored.subarray(0, end).toString('utf8')) as EntryHead & {
    normalLength: number;
  }; // written by toBytes
  const normal = unpack(stored.subarray(end + 1, end + 1 + normalLength));
  const rest = stored.subarray(end + 1 + normalLength);
  const stale = rest.length > 0 ? unpack(rest) : null;
  return normal && (head.staleAt === null) === (stale === null) ? { ...head, normal, stale } : null;
}

/** Writes a file, and then replaces the earlier one by it, so that a crash leaves one of the two. */
async function writeWhole(file: string, parts: readonly Buffer[]): Promise<void> {
  const handle = await open(`${file}${UNFINISHED}`, 'w');
  try {
    await handle.writeFile(Buffer.concat(parts));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}${UNFINISHED}`, file);
}

/** Writes an entry to its file in `folder`. */
export function writeEntry(folder: string, entry: Entry): Promise<void> {
  return writeWhole(path.join(folder, fileOf(entry.key)), toBytes(entry));
}

/** Reads the entry in a file of `folder`. Returns null for a file that is not whole, and logs one that cannot be read. */
export async function readEntry(folder: string, file: string, log: Log): Promise<Entry | null> {
  try {
    return toEntry(await readFile(path.join(folder, file)));
  } catch (error) {
    log.warn({ file, message: (error as Error).message }, 'a published page cannot be read from disk');
    return null;
  }
}
