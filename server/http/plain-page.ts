import type { ServerResponse } from 'node:http';
import { AppError } from '#server/errors';
import { ACTION_STATUS_HEADER, type Exchange } from './exchange.ts';
import { FORM_TOO_LARGE, MALFORMED_FORM, OUTDATED_FORM } from './form-guard.ts';
import { type Refused, refuse } from './refuse.ts';

const SCRIPT = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const SCRIPT_PRELOAD = /<link\b(?=[^>]*\bas="script"|[^>]*\brel="modulepreload")[^>]*>/g;
/** A script of ours stands alone in a file and says so. */
const OWN = /\bdata-own\b/;

/** A page without the framework's scripts and what was to load them early. */
export function withoutFrameworkScripts(html: string): string {
  return html
    .replace(SCRIPT, (script, attributes: string) => (OWN.test(attributes) ? script : ''))
    .replace(SCRIPT_PRELOAD, '');
}

/** What becomes of the body of an answer, once its head is known; null: it is sent as it comes. */
export type Rewrite = (response: ServerResponse) => ((body: string) => string) | null;

function isHtml(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/html');
}

/** Public pages are complete without any framework, and weigh a fifth of what they would weigh with it. */
export const plainPages: Rewrite = (response) => (isHtml(response) ? withoutFrameworkScripts : null);

function takeOverActionStatus(response: ServerResponse): void {
  const status = response.getHeader(ACTION_STATUS_HEADER);
  if (status === undefined) return;
  response.statusCode = Number(status);
  if (response.req.headers['x-action-forwarded'] === undefined) response.removeHeader(ACTION_STATUS_HEADER);
}

/** Pages of the console keep their scripts. A redirect has no body; after a form the browser is to open the address, not to send the form there too. */
export const consolePages: Rewrite = (response) => {
  takeOverActionStatus(response);
  if (response.statusCode !== 307 || !isHtml(response)) return null;
  if (response.req.method === 'POST') response.statusCode = 303;
  return () => '';
};

/** An answer that takes longer is given up: a reader in a hurry gets a word instead of nothing. */
const ANSWER_MS_MAX = 8_000;
/** What somebody asked to be done may take longer: its answer says what came of it, and a notice in its place would not. */
const ACTION_MS_MAX = 60_000;

function msMaxOf({ req }: ServerResponse): number {
  return req.method === 'GET' || req.method === 'HEAD' ? ANSWER_MS_MAX : ACTION_MS_MAX;
}

const TOO_LATE = new AppError('overloaded', 'The server took too long to answer. Try again in a few seconds.');
const FAILED = new AppError('database_unavailable', 'The server could not answer. Try again in a few seconds.');

/** An action that was sent to a page which hands it on to another, and came back as nothing. */
function isLostAction({ req, statusCode }: ServerResponse, type: string): boolean {
  return statusCode === 200 && req.headers['next-action'] !== undefined && type.startsWith('application/json');
}

/** What an answer of Next is that says nothing to its reader: a form that it could not read, does not know, or a failure. Null for every other. */
export function failureOf({ response, hasAction }: Exchange, isTooLarge: () => boolean): AppError | null {
  const { statusCode, req } = response;
  const type = String(response.getHeader('content-type') ?? '');
  if (isLostAction(response, type)) return MALFORMED_FORM;
  if (response.hasHeader('x-nextjs-action-not-found') && req.headers['next-action'] === undefined)
    return statusCode === 409 ? OUTDATED_FORM : MALFORMED_FORM; // a form without script; the framework's own client knows the header
  if (statusCode !== 500 || !/^text\/(html|plain|x-component)/.test(type)) return null;
  if (req.method === 'POST' && !hasAction) return isTooLarge() ? FORM_TOO_LARGE : MALFORMED_FORM;
  return type.startsWith('text/x-component') ? null : FAILED; // an action's failure is said by its form
}

type Held = Omit<Refused, 'response'> & { failureOf: () => AppError | null };

/** Has a response hold back an answer that is to be rewritten until it is whole. What fails as a page, or takes too long, is refused with 503. */
export function sendRewritten(
  response: ServerResponse,
  rewriteOf: Rewrite,
  { failureOf, ...refused }: Held,
  msMax = msMaxOf(response),
): void {
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
    const failure = response.headersSent ? null : failureOf();
    if (failure) return giveUp(failure);
    if (!isHeld() || !rewrite) return (end as (...args: unknown[]) => ServerResponse)(chunk, ...rest);
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Uint8Array));
    return finish(Buffer.from(rewrite(Buffer.concat(chunks).toString('utf8'))));
  }) as typeof response.end;
}
