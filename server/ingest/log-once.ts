import type { Log } from '#server/log';

/** Warnings remembered at most; beyond that all are forgotten, and may be logged once more. */
const REMEMBERED_MAX = 1_000;

/** Characters of each field that are logged and remembered. */
const FIELD_LENGTH_MAX = 120;

const excerpt = (text: string | null) =>
  text && (text.length > FIELD_LENGTH_MAX ? `${text.slice(0, FIELD_LENGTH_MAX).toWellFormed()}…` : text);

/** Makes a function that logs each distinct warning once. */
export function logOnce() {
  const logged = new Set<string>();
  return (log: Log, given: Record<string, string | null>, message: string): void => {
    const fields = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, excerpt(text)]));
    const key = JSON.stringify([message, fields]);
    if (logged.has(key)) return;
    if (logged.size >= REMEMBERED_MAX) logged.clear();
    logged.add(key);
    log.warn(fields, message);
  };
}
