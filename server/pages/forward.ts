import { Agent, request as ask, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Clock } from '#server/clock';
import { AppError } from '#server/errors';
import { BROKEN, failureOf } from '#server/http/failure-of-response';
import { watchFormSize } from '#server/http/form-guard';
import { refuse } from '#server/http/refuse';
import { ACTION_HEADER, FAILURE_HEADER, REQUEST_ID_HEADER } from '#server/http/request-context';
import { type PageKind, rewriteOf } from '#server/http/rewrite-page';
import type { Asked } from '#server/http/server';
import type { Log } from '#server/log';
import { CLOCK_HEADER, clockHeader } from './request-clock.ts';

/** A page that takes longer is refused, so that its reader gets a notice instead of waiting. */
const ANSWER_MS_MAX = 20_000;
/** An action may take longer: its answer contains the result, which a notice would not. */
const ACTION_MS_MAX = 60_000;
const TOO_LATE = new AppError('overloaded', 'The server took too long to respond. Try again in a few seconds.');
const LOST = new AppError('overloaded', 'The server is restarting. Try again in a few seconds.');

/** Headers of one connection (RFC 9110, 7.6.1), and those between the two processes. */
const OWN_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  ACTION_HEADER,
  FAILURE_HEADER,
]);

function forwarded(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name)));
}

type Options = {
  socket: string;
  clock: Clock;
  log: Log;
  ready: () => Promise<void>;
  limits?: { answerMs: number; actionMs: number };
};

/** Returns a function that forwards a request to the process of the pages and resolves once it is answered, and `close` for its connections. */
export function createForward({
  socket,
  clock,
  log,
  ready,
  limits = { answerMs: ANSWER_MS_MAX, actionMs: ACTION_MS_MAX },
}: Options) {
  const agent = new Agent({ keepAlive: true });

  async function forward({ kind, ...refused }: Asked): Promise<void> {
    const { request, response, requestId } = refused;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const ended = new AbortController();
    const giveUp = (error: AppError) => {
      refuse(refused, error);
      ended.abort();
    };
    const deadline = setTimeout(
      () => response.headersSent || giveUp(TOO_LATE),
      isRead ? limits.answerMs : limits.actionMs,
    );
    const closed = new Promise<void>((resolve) => response.once('close', resolve)).then(() => {
      clearTimeout(deadline);
      ended.abort();
    });
    await Promise.race([ready(), closed]).catch(giveUp);
    if (ended.signal.aborted) return;
    const upstream = ask({
      socketPath: socket,
      agent,
      method: request.method,
      path: request.url,
      signal: ended.signal,
      headers: { ...forwarded(request.headers), [REQUEST_ID_HEADER]: requestId, [CLOCK_HEADER]: clockHeader(clock) },
    });
    upstream.on('error', () => (response.headersSent ? response.destroy() : giveUp(LOST))); // giveUp does nothing once the response has ended
    const isTooLarge = watchFormSize(request);
    upstream.on('response', (answer: IncomingMessage & { statusCode: number }) => {
      const failure = failureOf(request, answer, isTooLarge);
      if (failure) return giveUp(failure);
      pass(answer, response, kind).catch((error: Error) => {
        log.error({ requestId: refused.requestId, message: error.message }, 'a page could not be sent');
        if (response.headersSent) response.destroy();
        else giveUp(BROKEN);
      });
    });
    request.pipe(upstream);
    await closed;
  }

  return { forward, close: () => agent.destroy() };
}

/** Sends an answer of Next to the client: a page that is to be rewritten as a whole, everything else as it comes. */
async function pass(
  answer: IncomingMessage & { statusCode: number },
  response: ServerResponse,
  kind: PageKind,
): Promise<void> {
  const { status, headers, rewrite } = rewriteOf(kind, response.req, answer);
  for (const [name, value] of Object.entries(forwarded(headers)))
    if (value !== undefined) response.setHeader(name, value);
  response.statusCode = status;
  if (!rewrite) return void pipeline(answer, response, () => undefined); // a client that has gone
  const page = Buffer.from(rewrite(Buffer.concat(await answer.toArray()).toString('utf8')));
  response.setHeader('content-length', page.length);
  response.end(page);
}
