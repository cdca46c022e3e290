import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { cleanPage } from './clean-page.ts';
import type { AnswerHead } from './failure-of-response.ts';
import { joinRegionNames } from './join-region-names.ts';
import { knownSite } from './known-site.ts';
import { ACTION_STATUS_HEADER } from './request-context.ts';

/** How the body of a page changes before it is sent: the console keeps the scripts of the framework, public pages lose them. */
export type PageKind = 'public' | 'form' | 'console';
/** `rewrite` is null where the body is sent as it comes. */
type Rewritten = { status: number; headers: IncomingHttpHeaders; rewrite: ((page: string) => string) | null };

/** Headers about the body that Next sent. They are untrue once it is rewritten, and `link` names scripts to preload. */
function withoutBodyHeaders({ link: _, etag: __, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

const strip = (page: string) => joinRegionNames(cleanPage(page).html, knownSite()?.regions ?? []);

/**
 * Returns what is sent instead of an answer of Next. A redirect has no body; after a form it is a 303, so that the browser opens the address instead of
 * sending the form there again.
 */
export function rewriteOf(kind: PageKind, request: IncomingMessage, answer: AnswerHead): Rewritten {
  const { status, headers } =
    kind === 'public' ? { status: answer.statusCode, headers: answer.headers } : ofAction(request, answer);
  const isHtml = (headers['content-type'] ?? '').startsWith('text/html');
  if (isHtml && kind !== 'public' && status === 307)
    return { status: request.method === 'POST' ? 303 : 307, headers: withoutBodyHeaders(headers), rewrite: () => '' };
  if (isHtml && kind !== 'console') return { status, headers: withoutBodyHeaders(headers), rewrite: strip };
  return { status, headers, rewrite: null };
}

/** Returns the status that an action has set. A forwarded action passes it on to the page that forwarded it. */
function ofAction(request: IncomingMessage, { statusCode, headers }: AnswerHead) {
  const { [ACTION_STATUS_HEADER]: own, ...others } = headers;
  if (own === undefined) return { status: statusCode, headers };
  return { status: Number(own), headers: request.headers['x-action-forwarded'] === undefined ? others : headers };
}
