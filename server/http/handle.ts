import { createHash } from 'node:crypto';
import { type Context, context } from '../context.ts';
import { AppError, isDatabaseAway } from '../errors.ts';
import { problemOf } from './problem.ts';

/** Who may call: `public` is anybody, with CORS open; `operator` is whoever can reach the port that health checks use. */
export type Access = 'public' | 'operator';
type Answer = { body: string; type: string; status?: number };

const HEADERS: Record<Access, Record<string, string>> = {
  public: { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public, max-age=5, stale-while-revalidate=30, stale-if-error=60' },
  operator: { 'Cache-Control': 'no-store' },
};

export function jsonAnswer(body: unknown, status = 200): Answer {
  return { body: JSON.stringify(body), type: 'application/json; charset=utf-8', status };
}

function unexpected(error: unknown): AppError {
  if (isDatabaseAway(error)) return new AppError('database_unavailable', 'The record cannot be read now: try again shortly.');
  return new AppError('internal', 'This answer could not be made. The request_id finds the cause in our log.');
}

/** The edge of every GET: access class, errors as problem+json, ETag and 304. HEAD is answered by Next from GET. */
export function handle<P = unknown>(access: Access, answer: (ctx: Context, request: Request, params: P) => Promise<Answer>) {
  return async (request: Request, route?: { params: Promise<P> }): Promise<Response> => {
    const requestId = crypto.randomUUID();
    const path = new URL(request.url).pathname;
    try {
      const { body, type, status = 200 } = await answer(context(), request, (await route?.params) as P);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
      const headers = { ...HEADERS[access], 'Content-Type': type, ...(access === 'public' ? { ETag: etag } : {}) };
      if (access === 'public' && request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
      return new Response(body, { status, headers });
    } catch (error) {
      const known = error instanceof AppError ? error : unexpected(error);
      if (known !== error) context().log.error({ requestId, path, message: (error as Error).message }, 'a request failed');
      const { status, body } = problemOf(known, requestId, path);
      return new Response(JSON.stringify(body), {
        status,
        headers: {
          ...HEADERS[access],
          'Cache-Control': 'no-store',
          'Content-Type': 'application/problem+json; charset=utf-8',
          ...(status === 503 ? { 'Retry-After': '5' } : {}),
        },
      });
    }
  };
}

/** The window of a query: `from` and `to` in RFC 3339. Errors: invalid_input. */
export function windowOf(request: Request, parse: (text: string) => number | null): { from: number; to: number } {
  const query = new URL(request.url).searchParams;
  const [from, to] = ['from', 'to'].map((name) => {
    const instant = parse(query.get(name) ?? '');
    if (instant === null) throw new AppError('invalid_input', `${name}: give an RFC 3339 instant like 2022-03-01T00:00:00Z; a + in it must be sent as %2B.`);
    return instant;
  }) as [number, number];
  return { from, to };
}
