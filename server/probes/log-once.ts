import type { Log } from '../log.ts';

/** What was logged is remembered up to this many; beyond it everything is forgotten, and logged once more. */
const REMEMBERED_MAX = 1_000;

/** Makes a function that logs a warning the first time that it is given it. */
export function logOnce() {
  const logged = new Set<string>();
  return (log: Log, fields: Record<string, string | null>, message: string): void => {
    const key = JSON.stringify([message, fields]);
    if (logged.has(key)) return;
    if (logged.size >= REMEMBERED_MAX) logged.clear();
    logged.add(key);
    log.warn(fields, message);
  };
}
