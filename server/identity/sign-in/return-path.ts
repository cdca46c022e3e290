const LENGTH_MAX = 300;
/** A page of the console by plain words alone: no dot, escape, second slash or query that a browser could read as something else. */
const CONSOLE_PATH = /^\/console(\/[A-Za-z0-9_-]+)*$/;

/** The page of the console to open after the sign-in; null for whatever is none, so that a made-up link leads nowhere else. */
export function returnPath(given: unknown): string | null {
  return typeof given === 'string' && given.length <= LENGTH_MAX && CONSOLE_PATH.test(given) ? given : null;
}

/** An address on the way in that remembers which page is to be opened in the end. */
export function withReturn(address: string, given: unknown): string {
  const to = returnPath(given);
  return to === null ? address : `${address}?to=${encodeURIComponent(to)}`;
}
