import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '#server/log';
import type { Entry } from './entry.ts';
import { fileOf, writeEntry } from './entry-files.ts';

/** Writes entries to `folder`, one after another, so that a slow disk delays no reader. Of an entry that is replaced while it waits, only the last is written. */
export function createEntryWriter(folder: string, log: Log) {
  const waiting = new Map<string, Entry>();
  let writing: Promise<void> | null = null;

  /** Writes an entry. Removes its file where that would show something untrue after a restart, because newer versions only are fetched then. */
  async function keep(entry: Entry): Promise<void> {
    try {
      if (entry.status === 200) return await writeEntry(folder, entry);
    } catch (error) {
      log.warn(
        { message: (error as Error).message },
        'a published page cannot be written to disk; keeping it in memory',
      );
    }
    if (entry.status !== 200 || entry.stale === null)
      await rm(path.join(folder, fileOf(entry.key)), { force: true }).catch((error: Error) =>
        log.warn({ message: error.message }, 'a published page cannot be removed from disk'),
      );
  }

  async function writeAll(): Promise<void> {
    for (let [entry] = waiting.values(); entry; [entry] = waiting.values()) {
      await keep(entry);
      if (waiting.get(entry.key) === entry) waiting.delete(entry.key);
    }
    writing = null;
  }

  return {
    /** Resolves once everything is written. */
    write(entry: Entry): Promise<void> {
      waiting.set(entry.key, entry);
      writing ??= writeAll();
      return writing;
    },
    /** Returns an entry that is not written yet. */
    waiting: (key: string) => waiting.get(key),
    forget: (key: string) => void waiting.delete(key),
  };
}
