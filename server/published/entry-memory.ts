import { type Entry, sizeOf } from './entry.ts';

/** Keeps live entries, and of the others those read last, up to `bytesMax`. */
export function createEntryMemory(bytesMax: number) {
  const live = new Map<string, Entry>();
  const recent = new Map<string, Entry>(); // the least recently used first
  let recentBytes = 0;

  function forget(key: string): void {
    live.delete(key);
    const entry = recent.get(key);
    if (entry) recentBytes -= sizeOf(entry);
    recent.delete(key);
  }

  return {
    forget,
    /** Returns an entry that is in memory. */
    held(key: string): Entry | undefined {
      const entry = live.get(key) ?? recent.get(key);
      if (entry && recent.delete(key)) recent.set(key, entry);
      return entry;
    },
    /** Replaces an entry. The newest one stays, whatever its size. */
    hold(entry: Entry): void {
      forget(entry.key);
      if (entry.mode === 'live') return void live.set(entry.key, entry);
      recent.set(entry.key, entry);
      recentBytes += sizeOf(entry);
      for (const [key] of recent) {
        if (recentBytes <= bytesMax || key === entry.key) break;
        forget(key);
      }
    },
  };
}
