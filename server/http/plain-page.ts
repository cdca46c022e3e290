import type { ServerResponse } from 'node:http';
import { AppError } from '../errors.ts';
import { type Refused, refuse } from './refuse.ts';

const SCRIPT = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const SCRIPT_PRELOAD = /<link\b(?=[^>]*\bas="script"|[^>]*\brel="modulepreload")[^>]*>/g;
/** A script of ours stands alone in a file and says so. */
const OWN = /\bdata-own\b/;

/** A page without the framework's scripts and what was to load them early. */
export function withoutFrameworkScripts(html: string): string {
  return html.replace(SCRIPT, (script, attributes: string) => (OWN.test(attributes) ? script : '')).replace(SCRIPT_PRELOAD, '');
}

/** What becomes of the body of an answer, once its head is known; null: it is sent as it comes. */
export type Rewrite = (response: ServerResponse) => ((body: string) => string) | null;

function isHtml(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/html');
}

/** Public pages are complete without any framework, and weigh a fifth of what they would weigh with it. */
export const plainPages: Rewrite = (response) => (isHtml(response) ? withoutFrameworkScripts : null);

/** An action that was sent to a page which hands it on to another, and came back as nothing. One that runs answers in the framework's own form. */
function isLostAction(response: ServerResponse): boolean {
  return response.req.headers['next-action'] !== undefined && String(response.getHeader('content-type')).startsWith('application/json');
}

/**
 * Pages of the console keep their scripts. But of what is not there, and of what is not for whoever asks, nothing is told: no script that
 * names the page, and no difference between one kind of request and another.
 */
export const consolePages: Rewrite = (response) => {
  const { statusCode } = response;
  if (statusCode === 307 && isHtml(response)) return () => '';
  if (statusCode !== 404 && statusCode !== 409 && !isLostAction(response)) return null; // 409: an action that the build does not know
  response.statusCode = 404;
  if (isHtml(response)) return withoutFrameworkScripts;
  for (const name of response.getHeaderNames()) if (/^(x-nextjs|x-action|vary|cache-control)/.test(name)) response.removeHeader(name);
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  return () => '';
};

/** An answer that takes longer is given up: a reader in a hurry gets a word instead of nothing. */
const ANSWER_MS_MAX = 8_000;
/** What somebody asked to be done may take longer: its answer says what came of it, and a notice in its place would not. */
const ACTION_MS_MAX = 60_000;

function msMaxOf({ req }: ServerResponse): number {
  return req.method === 'GET' || req.method === 'HEAD' ? ANSWER_MS_MAX : ACTION_MS_MAX;
}

const TOO_LATE = new AppError('overloaded', 'This takes too long now: try again in a few seconds.');
const FAILED = new AppError('database_unavailable', 'This answer could not be made now: try again in a few seconds.');

/** A failure that Next answers in its own words. An action's says them to its form, in the framework's form. */
function isBareFailure(response: ServerResponse): boolean {
  return response.statusCode === 500 && /^text\/(html|plain)/.test(String(response.getHeader('content-type') ?? ''));
}

/** Has a response hold back an answer that is to be rewritten until it is whole. What fails as a page, or takes too long, is refused with 503. */
export function sendRewritten(response: ServerResponse, rewriteOf: Rewrite, refused: Omit<Refused, 'response'>, msMax = msMaxOf(response)): void {
  const chunks: Buffer[] = [];
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let rewrite: ReturnType<Rewrite> | undefined;
  const isHeld = () => {
    if (rewrite === undefined && !response.headersSent) rewrite = rewriteOf(response);
    return Boolean(rewrite);
  };

  const flushHeaders = response.flushHeaders.bind(response);
  response.flushHeaders = () => void (isHeld() || flushHeaders()); // the length is known at the end

  const giveUp = (error: AppError) => {
    Object.assign(response, { write, end });
    refuse({ ...refused, response }, error);
    Object.assign(response, { write: () => true, end: () => response }); // what comes later is let go
    return response;
  };
  const deadline = setTimeout(() => response.headersSent || giveUp(TOO_LATE), msMax);
  response.once('close', () => clearTimeout(deadline));
  const finish = (page: Buffer) => {
    response.removeHeader('link'); // it names scripts to load early
    response.removeHeader('etag');
    response.setHeader('content-length', page.length);
    return end(page);
  };

  response.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    if (!isHeld()) return (write as (...args: unknown[]) => boolean)(chunk, ...rest);
    chunks.push(Buffer.from(chunk as Uint8Array)); // Buffer.from takes both
    const done = rest.find((arg) => typeof arg === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  }) as typeof response.write;

  response.end = ((chunk?: string | Uint8Array | null | (() => void), ...rest: unknown[]) => {
    if (isBareFailure(response) && !response.headersSent) return giveUp(FAILED);
    if (!isHeld() || !rewrite) return (end as (...args: unknown[]) => ServerResponse)(chunk, ...rest);
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Uint8Array));
    return finish(Buffer.from(rewrite(Buffer.concat(chunks).toString('utf8'))));
  }) as typeof response.end;
}
