import { EventEmitter, once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '#server/context';
import type { Entry, EntryHead } from './entry.ts';
import { fileOf, readEntry, UNFINISHED } from './entry-files.ts';
import { createEntryMemory } from './entry-memory.ts';
import { createEntryWriter } from './entry-writer.ts';

/** The memory for entries that are not live; live ones always stay in memory. The rest is read from disk when it is requested. */
const MEMORY_BYTES_MAX = 32 * 1024 * 1024;

export type Library = {
  /** Returns an entry that is in memory. */
  held: (key: string) => Entry | undefined;
  /** Returns an entry from memory or disk, or null if it is not published. */
  find: (key: string) => Promise<Entry | null>;
  /** Replaces an entry in memory, and then on disk. Resolves once everything is written. */
  put: (entry: Entry) => Promise<void>;
  /** Returns for how many milliseconds this process has had an entry, or null if it was read from disk. */
  heldForMs: (entry: Entry) => number | null;
  /** Removes all entries but those with these keys. */
  keepOnly: (keys: ReadonlySet<string>) => Promise<void>;
  /** The greatest version of any entry. */
  version: () => number;
  /** Resolves at the next replacement of an entry, to whether there was one within the limit. */
  replaced: (key: string, msMax: number) => Promise<boolean>;
};

/** Returns the folder of the published entries below DATA_DIR. */
export const libraryFolder = (dataDir: string) => path.join(dataDir, 'published');

/** Returns whether an earlier process left published entries. */
export async function hasPublished(dataDir: string): Promise<boolean> {
  return (await readdir(libraryFolder(dataDir)).catch(() => [])).length > 0; // the first start
}

/** Opens the published entries of this process in `folder`. Entries that a crash left incomplete are removed. */
export async function openLibrary(
  folder: string,
  { log, clock }: Pick<Context, 'log' | 'clock'>,
  memoryBytesMax = MEMORY_BYTES_MAX,
): Promise<Library> {
  const heads = new Map<string, EntryHead>();
  const memory = createEntryMemory(memoryBytesMax);
  const awaited = new EventEmitter().setMaxListeners(0);
  const putAtMs = new WeakMap<Entry, number>();
  const writer = createEntryWriter(folder, log);

  function hold(entry: Entry): void {
    const { normal: _, stale: __, ...head } = entry;
    heads.set(entry.key, head);
    memory.hold(entry);
  }

  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) {
    const entry = file.endsWith(UNFINISHED) ? null : await readEntry(folder, file, log);
    if (entry && fileOf(entry.key) === file) hold(entry);
    else await rm(path.join(folder, file), { force: true });
  }

  return {
    held: memory.held,
    find: async (key) => {
      for (let head = heads.get(key); head; head = heads.get(key)) {
        const entry =
          memory.held(key) ??
          writer.waiting(key) ??
          (head.status === 200 ? await readEntry(folder, fileOf(key), log) : null);
        if (heads.get(key) !== head) continue; // replaced or removed while it was read
        if (entry) hold(entry);
        else heads.delete(key);
        return entry;
      }
      return null;
    },
    put: (entry) => {
      hold(entry);
      putAtMs.set(entry, clock.monotonicMs());
      awaited.emit(entry.key);
      return writer.write(entry);
    },
    heldForMs: (entry) => {
      const at = putAtMs.get(entry);
      return at === undefined ? null : clock.monotonicMs() - at;
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
        memory.forget(key);
        writer.forget(key);
        await rm(path.join(folder, fileOf(key)), { force: true });
      }
    },
    version: () => heads.values().reduce((greatest, { version }) => Math.max(greatest, version), 0),
  };
}
