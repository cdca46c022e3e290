const CONSOLE = /^\/(console|sign-in|set-up|invitation|reset)(\/|$)/;
const PROBLEM = /^\/(api|healthz|readyz)(\/|$)/;
const TEXT = /^\/(metrics|ping)(\/|$)|\.(atom|rss|svg)$/;
/** The framework's own addresses: of those only its static files are for readers. Each page has one form, and no `.rsc` beside it. */
const INTERNAL = /^\/(_next(?!\/static\/)|__nextjs|_global-error)|\.rsc$/i;

/** Where staff work: these pages have forms, and keep the framework's scripts under a nonce. */
export function isConsolePath(path: string): boolean {
  return CONSOLE.test(path);
}

/** Whether an address is the framework's own and no reader's business. */
export function isInternalPath(path: string): boolean {
  return INTERNAL.test(path);
}

/** The form in which whoever asks for this address can read a refusal: programs take problem+json, feed readers and badges plain text. */
export function refusalForm(path: string): 'problem' | 'text' | 'page' {
  if (PROBLEM.test(path)) return 'problem';
  return TEXT.test(path) ? 'text' : 'page';
}
