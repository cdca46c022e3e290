import type { IncomingMessage, ServerResponse } from 'node:http';
import { consoleEn } from '#messages/en/console';
import { en } from '#messages/en/site';
import { type AppError, PROBLEMS, type ProblemCode } from '#server/errors';
import { knownSite } from './known-site.ts';
import { type Notice, noticePage } from './notice-page.ts';
import { isConsolePath, refusalForm } from './paths.ts';
import { RETRY_AFTER_S, sendProblem } from './problem.ts';
import { discardRest } from './read-body.ts';

/** Notices by error code. The others mean that the server is busy or the database unavailable. */
const NOTICES: Partial<Record<ProblemCode, Notice>> = {
  malformed_body: en.refusal.malformed,
  forbidden: en.refusal.otherSite,
  not_found: { ...en.notFound, href: '/' },
  method_not_allowed: en.refusal.method,
  conflict: en.refusal.outdated,
  body_too_large: en.refusal.tooLarge,
  internal: en.refusal.internal,
};

function noticeOf(path: string, code: ProblemCode): Notice {
  if (code === 'database_unavailable' && isConsolePath(path)) return consoleEn.refusal.away;
  return NOTICES[code] ?? en.error;
}

/** A request that is refused instead of being answered by Next. */
export type Refused = { request: IncomingMessage; response: ServerResponse; requestId: string; path: string };

/** Answers with an error as problem+json, plain text or a page, depending on the path. Does nothing once the headers are sent. */
export function refuse({ request, response, requestId, path }: Refused, error: AppError): void {
  if (response.headersSent || response.destroyed) return;
  if (!request.complete) discardRest(request);
  for (const name of response.getHeaderNames())
    if (/^(x-nextjs|content-|etag|link|transfer-)/.test(name) && name !== 'content-security-policy')
      response.removeHeader(name);
  const form = refusalForm(path);
  if (form === 'problem') {
    sendProblem(response, error, requestId, path);
    return;
  }
  const [status] = PROBLEMS[error.code];
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_S);
  const body = Buffer.from(
    form === 'text' ? `${error.message}\n` : noticePage(status, noticeOf(path, error.code), knownSite()),
  );
  const type = `text/${form === 'text' ? 'plain' : 'html'}; charset=utf-8`;
  response
    .writeHead(status, { 'Content-Type': type, 'Content-Length': body.length, 'Cache-Control': 'no-store' })
    .end(body);
}
