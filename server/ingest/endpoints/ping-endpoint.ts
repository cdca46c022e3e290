import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppError, PROBLEMS, type ProblemCode } from '#server/errors';
import { RETRY_AFTER_S } from '#server/http/problem';
import { discardRest } from '#server/http/read-body';
import { createAcceptPing, type Ping } from '#server/ingest/accept-ping';
import type { Intake } from './intake.ts';

const METHODS = ['GET', 'HEAD', 'POST'];
const ADDRESS = /^\/ping\/([\w-]+)(?:\/(start|log|fail|\d{1,3}))?\/?$/;
const EXIT_STATUS_MAX = 255;
/** What says too much about a key: whoever guesses learns nothing from the difference. */
const NO_KEY: readonly ProblemCode[] = ['unauthenticated', 'forbidden'];

function sendText(response: ServerResponse, status: number, text: string): void {
  if (response.writableEnded || response.destroyed) return;
  response
    .writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
    })
    .end(text);
}

function sendRefusal(response: ServerResponse, { code }: AppError): void {
  const status = NO_KEY.includes(code) ? 404 : PROBLEMS[code][0];
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_S);
  sendText(response, status, status === 404 ? 'unknown key' : status === 503 ? 'not stored: try again' : 'not taken');
}

/** The key in an address, and what it says, as healthchecks.io takes it; the key is empty where the address is none. */
function readAddress(url = ''): { key: string } & Pick<Ping, 'signal'> {
  const [, key = '', signal = 'success'] = ADDRESS.exec(url.split('?', 1)[0] as string) ?? [];
  const exitStatus = Number(signal);
  if (exitStatus > EXIT_STATUS_MAX) return { key: '', signal: 'fail' };
  if (signal === 'start' || signal === 'log') return { key, signal };
  return { key, signal: signal === 'success' || exitStatus === 0 ? 'success' : 'fail' };
}

/**
 * GET, HEAD or POST of /ping/{key} and of what healthchecks.io has below it: /start, /log, /fail and the exit status of a command. OK when the
 * ping is durable. The key is a secret, so the address is never logged, and unknown, ended and malformed keys get one answer. The query (`rid`)
 * and the body are not read.
 */
export function createPingEndpoint(intake: Intake) {
  const acceptPing = createAcceptPing(intake.services);
  return (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    async function take(receivedAt: number): Promise<void> {
      const { key, signal } = readAddress(request.url);
      const sender = await intake.senderOf(key, receivedAt);
      await intake.store(sender, receivedAt, () => acceptPing(sender, { signal, receivedAt }));
      if (!request.complete) discardRest(request);
      sendText(response, 200, 'OK');
    }
    if (METHODS.includes(request.method ?? ''))
      return intake.answer({ request, response, requestId }, take, (error) => sendRefusal(response, error));
    response.setHeader('Allow', METHODS.join(', '));
    sendText(response, 405, 'ping with GET, HEAD or POST');
    return Promise.resolve();
  };
}
