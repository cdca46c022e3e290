import type { ServerResponse } from 'node:http';
import { AppError } from '#server/errors';
import { joinRegionNames } from './join-region-names.ts';
import { knownSite } from './known-site.ts';
import { type Refused, refuse } from './refuse.ts';
import { ACTION_STATUS_HEADER } from './request-context.ts';
import { stripFrameworkScripts } from './strip-framework-scripts.ts';

/** Chooses how to change the body of a response once its headers are known; null sends it unchanged. */
export type Rewrite = (response: ServerResponse) => ((body: string) => string) | null;

function isHtml(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/html');
}

/** Strips the framework's scripts from public pages, and keeps the names of regions on one line. */
export const rewritePublicPage: Rewrite = (response) =>
  isHtml(response) ? (page) => joinRegionNames(stripFrameworkScripts(page), knownSite()?.regions ?? []) : null;

function applyActionStatus(response: ServerResponse): void {
  const status = response.getHeader(ACTION_STATUS_HEADER);
  if (status === undefined) return;
  response.statusCode = Number(status);
  if (response.req.headers['x-action-forwarded'] === undefined) response.removeHeader(ACTION_STATUS_HEADER);
}

/**
 * Leaves pages of the console as they are, but for redirects. A redirect has no body; after a form it is a 303, so that the browser opens the address
 * instead of sending the form there again.
 */
export const rewriteConsolePage: Rewrite = (response) => {
  applyActionStatus(response);
  if (response.statusCode !== 307 || !isHtml(response)) return null;
  if (response.req.method === 'POST') response.statusCode = 303;
  return () => '';
};

/** Strips the framework's scripts from public pages with a form, and leaves their redirects as on pages of the console. */
export const rewritePublicForm: Rewrite = (response) => rewriteConsolePage(response) ?? rewritePublicPage(response);

/** A page that takes longer is refused, so that its reader gets a notice instead of waiting. */
const ANSWER_MS_MAX = 20_000;
/** An action may take longer: its answer contains the result, which a notice would not. */
const ACTION_MS_MAX = 60_000;

function msMaxOf({ req }: ServerResponse): number {
  return req.method === 'GET' || req.method === 'HEAD' ? ANSWER_MS_MAX : ACTION_MS_MAX;
}

const TOO_LATE = new AppError('overloaded', 'The server took too long to respond. Try again in a few seconds.');

type Options = Omit<Refused, 'response'> & { failureOf: () => AppError | null };

/** Buffers a response that is to be rewritten until it is complete. Refuses a response that failed or takes too long with 503. */
export function rewriteResponse(
  response: ServerResponse,
  rewriteOf: Rewrite,
  { failureOf, ...refused }: Options,
  msMax = msMaxOf(response),
): void {
  const chunks: Buffer[] = [];
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let rewrite: ReturnType<Rewrite> | undefined;
  const isBuffered = () => {
    if (rewrite === undefined && !response.headersSent) rewrite = rewriteOf(response);
    return Boolean(rewrite);
  };

  const flushHeaders = response.flushHeaders.bind(response);
  response.flushHeaders = () => void (isBuffered() || flushHeaders()); // the length is known at the end

  const giveUp = (error: AppError) => {
    Object.assign(response, { write, end });
    refuse({ ...refused, response }, error);
    Object.assign(response, { write: () => true, end: () => response }); // discards what comes later
    return response;
  };
  const deadline = setTimeout(() => response.headersSent || giveUp(TOO_LATE), msMax);
  response.once('close', () => clearTimeout(deadline));
  const finish = (page: Buffer) => {
    response.removeHeader('link'); // it names scripts to preload
    response.removeHeader('etag');
    response.setHeader('content-length', page.length);
    return end(page);
  };

  response.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    if (!isBuffered()) return (write as (...args: unknown[]) => boolean)(chunk, ...rest);
    chunks.push(Buffer.from(chunk as Uint8Array)); // Buffer.from takes both
    const done = rest.find((arg) => typeof arg === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  }) as typeof response.write;

  response.end = ((chunk?: string | Uint8Array | null | (() => void), ...rest: unknown[]) => {
    const failure = response.headersSent ? null : failureOf();
    if (failure) return giveUp(failure);
    if (!isBuffered() || !rewrite) return (end as (...args: unknown[]) => ServerResponse)(chunk, ...rest);
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Uint8Array));
    return finish(Buffer.from(rewrite(Buffer.concat(chunks).toString('utf8'))));
  }) as typeof response.end;
}
