import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '#server/log';
import { type Entry, pack, sizeOf, unpack } from './entry.ts';

/** The memory for entries that are not live; live ones always stay in memory. The rest is read from disk when it is requested. */
const MEMORY_BYTES_MAX = 64 * 1024 * 1024;
const UNFINISHED = '.part';
const HEAD_END = 0x0a;

/** What is known of an entry without its bytes. */
export type EntryHead = Omit<Entry, 'normal' | 'stale'>;
export type Library = {
  /** Returns an entry that is in memory. */
  held: (key: string) => Entry | undefined;
  /** Returns an entry from memory or disk, or null if it is not published. */
  find: (key: string) => Promise<Entry | null>;
  /** Replaces an entry, first on disk and then in memory. */
  put: (entry: Entry) => Promise<void>;
  /** Removes all entries but those with these keys. */
  keepOnly: (keys: ReadonlySet<string>) => Promise<void>;
  /** The greatest version of any entry. */
  version: () => number;
  /** Resolves at the next replacement of an entry, to whether there was one within the limit. */
  replaced: (key: string, msMax: number) => Promise<boolean>;
};

const fileOf = (key: string) => createHash('sha256').update(key).digest('hex');

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

async function writeWhole(file: string, parts: readonly Buffer[]): Promise<void> {
  const handle = await open(`${file}${UNFINISHED}`, 'w');
  try {
    await handle.writev(parts);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}${UNFINISHED}`, file);
}

/** Opens the published entries of this process in `folder`. Entries that a crash left incomplete are removed. */
export async function openLibrary(folder: string, log: Log, memoryBytesMax = MEMORY_BYTES_MAX): Promise<Library> {
  const heads = new Map<string, EntryHead>();
  const live = new Map<string, Entry>();
  const recent = new Map<string, Entry>(); // the least recently used first
  let recentBytes = 0;

  const awaited = new EventEmitter().setMaxListeners(0);

  function forget(key: string): void {
    live.delete(key);
    const entry = recent.get(key);
    if (entry) recentBytes -= sizeOf(entry);
    recent.delete(key);
  }

  function hold(entry: Entry): void {
    forget(entry.key);
    const { normal: _, stale: __, ...head } = entry;
    heads.set(entry.key, head);
    if (entry.mode === 'live') return void live.set(entry.key, entry);
    recent.set(entry.key, entry);
    recentBytes += sizeOf(entry);
    for (const [key] of recent) {
      if (recentBytes <= memoryBytesMax || key === entry.key) break;
      forget(key);
    }
  }

  async function read(file: string): Promise<Entry | null> {
    try {
      return toEntry(await readFile(path.join(folder, file)));
    } catch (error) {
      log.warn({ file, message: (error as Error).message }, 'a published page cannot be read from disk');
      return null;
    }
  }

  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) {
    const entry = file.endsWith(UNFINISHED) ? null : await read(file);
    if (entry && fileOf(entry.key) === file) hold(entry);
    else await rm(path.join(folder, file), { force: true });
  }

  return {
    held: (key) => {
      const entry = live.get(key) ?? recent.get(key);
      if (entry && recent.delete(key)) recent.set(key, entry);
      return entry;
    },
    find: async (key) => {
      if (!heads.has(key)) return null;
      const entry = await read(fileOf(key));
      if (entry) hold(entry);
      else heads.delete(key);
      return entry;
    },
    put: async (entry) => {
      if (entry.status === 200)
        await writeWhole(path.join(folder, fileOf(entry.key)), toBytes(entry)).catch((error: Error) =>
          log.warn({ message: error.message }, 'a published page cannot be written to disk; keeping it in memory'),
        );
      hold(entry);
      awaited.emit(entry.key);
    },
    replaced: async (key, msMax) => {
      const signal = AbortSignal.timeout(msMax);
      return once(awaited, key, { signal }).then(
        () => true,
        () => false,
      );
    },
    keepOnly: async (keys) => {
      for (const key of [...heads.keys()].filter((one) => !keys.has(one))) {
        heads.delete(key);
        forget(key);
        await rm(path.join(folder, fileOf(key)), { force: true });
      }
    },
    version: () => Math.max(0, ...[...heads.values()].map(({ version }) => version)),
  };
}
