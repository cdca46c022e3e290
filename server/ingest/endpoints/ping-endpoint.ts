import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppError, PROBLEMS, type ProblemCode } from '#server/errors';
import { RETRY_AFTER_S } from '#server/http/problem';
import { discardRest } from '#server/http/read-body';
import type { Ping } from '#server/ingest/accept-ping';
import type { Intake } from './intake.ts';

const METHODS = ['GET', 'HEAD', 'POST'];
const ADDRESS = /^\/ping\/([\w-]+)(?:\/(start|log|fail|\d{1,3}))?\/?$/;
const EXIT_STATUS_MAX = 255;
/** Errors that all answer alike, so that guessing reveals nothing about keys. */
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
  sendText(
    response,
    status,
    status === 404 ? 'unknown key' : status === 503 ? 'not stored; try again' : 'ping rejected',
  );
}

/** Parses a path as healthchecks.io does: the key and the signal. The key is empty where the path is invalid. */
function readAddress(url = ''): { key: string } & Pick<Ping, 'signal'> {
  const [, key = '', signal = 'success'] = ADDRESS.exec(url.split('?', 1)[0] as string) ?? [];
  const exitStatus = Number(signal);
  if (exitStatus > EXIT_STATUS_MAX) return { key: '', signal: 'fail' };
  if (signal === 'start' || signal === 'log') return { key, signal };
  return { key, signal: signal === 'success' || exitStatus === 0 ? 'success' : 'fail' };
}

/**
 * Makes the handler for GET, HEAD or POST of /ping/{key} and the paths that healthchecks.io has below it: /start, /log, /fail and an exit
 * status. Answers OK once the ping is durable. The key is a secret, so the URL is never logged, and unknown, revoked and malformed keys get
 * the same response. The query (`rid`) and the body are ignored.
 */
export function createPingEndpoint(intake: Intake) {
  return (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    async function take(receivedAt: number): Promise<void> {
      const { key, signal } = readAddress(request.url);
      const sender = await intake.senderOf(key, receivedAt);
      await intake.deliver({ kind: 'ping', sender, body: { signal }, receivedAt });
      if (!request.complete) discardRest(request);
      sendText(response, 200, 'OK');
    }
    if (METHODS.includes(request.method ?? ''))
      return intake.answer({ request, response, requestId }, take, (error) => sendRefusal(response, error));
    response.setHeader('Allow', METHODS.join(', '));
    sendText(response, 405, 'use GET, HEAD or POST');
    return Promise.resolve();
  };
}
