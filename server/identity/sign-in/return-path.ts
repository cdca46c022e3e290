const LENGTH_MAX = 300;
/** A page of the console in plain characters: no dot, escape, double slash or query that a browser could read differently. */
const CONSOLE_PATH = /^\/console(\/[A-Za-z0-9_-]+)*$/;

/** Returns the page of the console to open after signing in, or null for anything else, so that a crafted link leads nowhere else. */
export function returnPath(given: unknown): string | null {
  return typeof given === 'string' && given.length <= LENGTH_MAX && CONSOLE_PATH.test(given) ? given : null;
}

/** Adds the page to open after signing in to an address. */
export function withReturn(address: string, given: unknown): string {
  const to = returnPath(given);
  return to === null ? address : `${address}?to=${encodeURIComponent(to)}`;
}
