import type { ServerResponse } from 'node:http';

const SCRIPT = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const SCRIPT_PRELOAD = /<link\b(?=[^>]*\bas="script"|[^>]*\brel="modulepreload")[^>]*>/g;
/** A script of ours stands alone in a file and says so. */
const OWN = /\bdata-own\b/;

/** A page without the framework's scripts and what was to load them early. */
export function withoutFrameworkScripts(html: string): string {
  return html.replace(SCRIPT, (script, attributes: string) => (OWN.test(attributes) ? script : '')).replace(SCRIPT_PRELOAD, '');
}

/**
 * Has a response hold back an HTML answer until it is whole and send it as a plain page: public pages are complete without any
 * framework, and weigh a fifth of what they would weigh with it. Other kinds of answers pass through.
 */
export function sendPlainPages(response: ServerResponse): void {
  const chunks: Buffer[] = [];
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const isHtml = () => !response.headersSent && String(response.getHeader('content-type') ?? '').startsWith('text/html');

  const flushHeaders = response.flushHeaders.bind(response);
  response.flushHeaders = () => void (isHtml() || flushHeaders()); // the length is known at the end

  response.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    if (!isHtml()) return (write as (...args: unknown[]) => boolean)(chunk, ...rest);
    chunks.push(Buffer.from(chunk as Uint8Array)); // Buffer.from takes both
    const done = rest.find((arg) => typeof arg === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  }) as typeof response.write;

  response.end = ((chunk?: string | Uint8Array | (() => void), ...rest: unknown[]) => {
    if (!isHtml()) return (end as (...args: unknown[]) => ServerResponse)(chunk, ...rest);
    if (chunk !== undefined && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Uint8Array));
    const page = Buffer.from(withoutFrameworkScripts(Buffer.concat(chunks).toString('utf8')));
    response.removeHeader('link'); // it names scripts to load early
    response.removeHeader('etag');
    response.setHeader('content-length', page.length);
    return end(page);
  }) as typeof response.end;
}
