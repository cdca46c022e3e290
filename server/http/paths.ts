const CONSOLE = /^\/(console|sign-in|set-up|invitation|reset)(\/|$)/;
/** Public pages with a form. The home page has one while something is wrong. */
const PUBLIC_FORM = /^\/(|subscribe|subscriptions\/[^/]+(\/(confirm|unsubscribe))?)$/;
/** The target of one-click unsubscribe, which mail programs send a POST to. */
const ONE_CLICK = /^\/u\/[^/]+$/;
/** The part of a path that is a mailed link. */
const LINK_TOKEN = /^(\/(?:subscriptions|u)\/)[^/]+/;
const PROBLEM = /^\/(api|healthz|readyz)(\/|$)/;
const TEXT = /^\/(metrics|ping|feeds)(\/|$)|\.(atom|rss|svg|css|txt|png|jpg|webp)$/;
const STATIC = /^\/(_next\/static\/|fonts\/)/;
/** Addresses of the framework. Readers need only its static files; the `.rsc` form of pages is not served. */
const INTERNAL = /^\/(_next(?!\/static\/)|__nextjs|_global-error)|\.rsc$/i;

/** Returns whether a path belongs to the console, whose pages have forms and keep the framework's scripts under a nonce. */
export function isConsolePath(path: string): boolean {
  return CONSOLE.test(path);
}

/** Returns whether a public page at this path has a form. Its scripts are removed as on other public pages. */
export function isPublicFormPath(path: string): boolean {
  return PUBLIC_FORM.test(path);
}

/** Returns whether the path is the target of one-click unsubscribe, which any sender may post to. */
export function isOneClickPath(path: string): boolean {
  return ONE_CLICK.test(path);
}

/** Returns a path as it may be logged: without the token of a mailed link. */
export function loggedPath(path: string): string {
  return path.replace(LINK_TOKEN, '$1…');
}

/** Returns whether a path is a file of the build, which needs no database. */
export function isStaticPath(path: string): boolean {
  return STATIC.test(path);
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
