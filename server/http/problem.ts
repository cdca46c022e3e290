import type { ServerResponse } from 'node:http';
import { type AppError, PROBLEMS } from '#server/errors';

export type Problem = {
  status: number;
  body: { type: string; title: string; status: number; detail: string; instance: string; request_id: string };
};

/** Builds RFC 9457 problem details. `type` is stable and can be opened in a browser. */
export function problemOf(error: AppError, requestId: string, path: string): Problem {
  const [status, title] = PROBLEMS[error.code];
  return {
    status,
    body: {
      type: `/problems/${error.code.replaceAll('_', '-')}`,
      title,
      status,
      detail: error.message,
      instance: path,
      request_id: requestId,
      ...error.more,
    },
  };
}

export const RETRY_AFTER_S = 2;

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json; charset=utf-8',
): void {
  if (response.writableEnded || response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response
    .writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length, 'Cache-Control': 'no-store' })
    .end(bytes);
}

/** Sends a problem on node:http, with the headers that its status requires. */
export function sendProblem(response: ServerResponse, error: AppError, requestId: string, path: string): void {
  const { status, body } = problemOf(error, requestId, path);
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_S);
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  sendJson(response, status, body, 'application/problem+json; charset=utf-8');
}
