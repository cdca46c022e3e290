const CONSOLE = /^\/(console|sign-in|set-up|invitation|reset)(\/|$)/;
const PROBLEM = /^\/(api|healthz|readyz)(\/|$)/;
const TEXT = /^\/(metrics|ping)(\/|$)|\.(atom|rss|svg|css|txt|png)$/;
/** Addresses of the framework. Readers need only its static files; the `.rsc` form of pages is not served. */
const INTERNAL = /^\/(_next(?!\/static\/)|__nextjs|_global-error)|\.rsc$/i;

/** Returns whether a path belongs to the console, whose pages have forms and keep the framework's scripts under a nonce. */
export function isConsolePath(path: string): boolean {
  return CONSOLE.test(path);
}

/** Returns whether a path is internal to the framework. */
export function isInternalPath(path: string): boolean {
  return INTERNAL.test(path);
}

/** Returns the format of errors at this path: problem+json for programs, plain text for feed readers and badges, pages for people. */
export function refusalForm(path: string): 'problem' | 'text' | 'page' {
  if (PROBLEM.test(path)) return 'problem';
  return TEXT.test(path) ? 'text' : 'page';
}
