import type { ServerResponse } from 'node:http';
import { en } from '../../messages/en.ts';
import { noticePage } from './notice-page.ts';

const SCRIPT = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const SCRIPT_PRELOAD = /<link\b(?=[^>]*\bas="script"|[^>]*\brel="modulepreload")[^>]*>/g;
/** A script of ours stands alone in a file and says so. */
const OWN = /\bdata-own\b/;

/** A page without the framework's scripts and what was to load them early. */
export function withoutFrameworkScripts(html: string): string {
  return html.replace(SCRIPT, (script, attributes: string) => (OWN.test(attributes) ? script : '')).replace(SCRIPT_PRELOAD, '');
}

/** A page that takes longer is given up: a reader in a hurry gets a word instead of nothing. */
const PAGE_MS_MAX = 8_000;
const RETRY_S = 5;

/**
 * Has a response hold back an HTML answer until it is whole and send it as a plain page: public pages are complete without any
 * framework, and weigh a fifth of what they would weigh with it. What fails, or takes too long, is a notice with 503. Other kinds of
 * answers pass through.
 */
export function sendPlainPages(response: ServerResponse, pageMsMax = PAGE_MS_MAX): void {
  const chunks: Buffer[] = [];
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const isHtml = () => !response.headersSent && String(response.getHeader('content-type') ?? '').startsWith('text/html');

  const flushHeaders = response.flushHeaders.bind(response);
  response.flushHeaders = () => void (isHtml() || flushHeaders()); // the length is known at the end

  let isGivenUp = false;
  const finish = (page: Buffer) => {
    response.removeHeader('link'); // it names scripts to load early
    response.removeHeader('etag');
    response.setHeader('content-length', page.length);
    return end(page);
  };
  const giveUp = () => {
    response.statusCode = 503;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('retry-after', RETRY_S);
    response.setHeader('cache-control', 'no-store');
    return finish(Buffer.from(noticePage(en.error)));
  };
  const deadline = setTimeout(() => {
    if (response.headersSent) return;
    giveUp();
    isGivenUp = true;
  }, pageMsMax);
  response.once('close', () => clearTimeout(deadline));

  response.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    if (isGivenUp) return true;
    if (!isHtml()) return (write as (...args: unknown[]) => boolean)(chunk, ...rest);
    chunks.push(Buffer.from(chunk as Uint8Array)); // Buffer.from takes both
    const done = rest.find((arg) => typeof arg === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  }) as typeof response.write;

  response.end = ((chunk?: string | Uint8Array | null | (() => void), ...rest: unknown[]) => {
    if (isGivenUp) return response;
    if (!isHtml()) return (end as (...args: unknown[]) => ServerResponse)(chunk, ...rest);
    if (response.statusCode === 500) return giveUp();
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Uint8Array));
    return finish(Buffer.from(withoutFrameworkScripts(Buffer.concat(chunks).toString('utf8'))));
  }) as typeof response.end;
}
