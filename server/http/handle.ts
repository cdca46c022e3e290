import { createHash } from 'node:crypto';
import type { Action } from '#domain/access/permission';
import { type ActingContext, authorize } from '#server/actor';
import { type Context, context } from '#server/context';
import { faultOwner, sqlFaultOf } from '#server/db/sql-fault';
import { AppError, isDatabaseAway } from '#server/errors';
import { actorOf } from './actor-of-request.ts';
import { loggedPath } from './paths.ts';
import { problemOf } from './problem.ts';
import { currentRequestId } from './request-context.ts';
import { streamed } from './streamed.ts';

/**
 * Who may call a route. `public`: everyone, with open CORS; `sign-in`: everyone, without CORS; `operator`: everyone who can reach the port of the health
 * checks; an action: a token with its scope, or a signed-in person with its role who uses our own pages.
 */
export type Access = 'public' | 'sign-in' | 'operator' | Action;
/** A body in pieces is streamed. Only routes that are not public use it. */
type Answer = {
  body: string | Uint8Array<ArrayBuffer> | AsyncIterator<string>;
  type: string;
  status?: number;
  headers?: Record<string, string>;
};
type Answering<C, P> = (ctx: C, request: Request, params: P) => Promise<Answer>;
type Handler<P> = (request: Request, route?: { params: Promise<P> }) => Promise<Response>;

const PRIVATE = { 'Cache-Control': 'no-store' };
const HEADERS: Partial<Record<Access, Record<string, string>>> = {
  public: {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=5, stale-while-revalidate=30, stale-if-error=60',
  },
};
/** Detail of the 404 for unknown API addresses. */
export const NOTHING_HERE = 'Nothing exists at this address. See /api/v1/openapi.json for all endpoints.';

export function jsonAnswer(body: unknown, status = 200): Answer {
  return { body: JSON.stringify(body), type: 'application/json; charset=utf-8', status };
}

/** Redirects the browser. */
export function redirectAnswer(to: string): Answer {
  return { body: '', type: 'text/plain; charset=utf-8', status: 302, headers: { Location: to } };
}

function unexpected(error: unknown): AppError {
  if (faultOwner(error) === 'sender')
    return new AppError(
      'invalid_input',
      'A value cannot be stored or is already in use. Check the values and try again.',
    );
  if (sqlFaultOf(error)?.state.startsWith('23'))
    return new AppError('database_unavailable', 'The change could not be stored. Try again in a few seconds.');
  if (isDatabaseAway(error))
    return new AppError('database_unavailable', 'The database is unavailable. Try again in a few seconds.');
  return new AppError('internal', 'An internal error occurred. Look up the request_id in the server log.');
}

/** Returns the context with the actor of the request. Errors: unauthenticated; forbidden, naming the missing role or scope. */
async function actingFor(action: Action, request: Request): Promise<ActingContext> {
  const actor = await actorOf(context(), request);
  authorize({ actor }, action);
  return { ...context(), actor };
}

const ENTITY_TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Returns whether the client already has this answer (RFC 9110, 13.1.2, weak comparison). */
function isKnown(request: Request, etag: string): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const named = (request.headers.get('if-none-match') ?? '').trim();
  return named === '*' || [...named.matchAll(ENTITY_TAG)].some(([, opaque = '']) => etag.endsWith(opaque));
}

function isWhole(body: Answer['body']): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** Returns a weak ETag, because the same answer is sent in several encodings (RFC 9110, 8.8.1). */
function etagOf(body: string | Uint8Array): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

function noteFault(error: unknown, request: { requestId: string; path: string }): void {
  context().databaseFaults.note(error);
  context().log.error(
    { ...request, path: loggedPath(request.path), message: (error as Error).message },
    'request failed',
  );
}

/** Wraps every route: checks access, turns errors into problem+json, and adds ETag and 304. Next answers HEAD from GET. */
export function handle<P = unknown>(access: Exclude<Access, Action>, answer: Answering<Context, P>): Handler<P>;
export function handle<P = unknown>(access: Action, answer: Answering<ActingContext, P>): Handler<P>;
export function handle<P = unknown>(
  access: Access,
  answer: Answering<Context, P> | Answering<ActingContext, P>,
): Handler<P> {
  return async (request, route) => {
    const requestId = currentRequestId() ?? '';
    const path = new URL(request.url).pathname;
    try {
      const ctx =
        access === 'public' || access === 'sign-in' || access === 'operator'
          ? context()
          : await actingFor(access, request);
      const {
        body,
        type,
        status = 200,
        headers: own,
      } = await (answer as Answering<Context, P>)(ctx, request, (await route?.params) as P); // the overloads pair context and function
      const etag = access === 'public' && isWhole(body) ? etagOf(body) : null;
      const headers = new Headers({
        ...(HEADERS[access] ?? PRIVATE),
        ...own,
        'Content-Type': type,
        ...(etag ? { ETag: etag } : {}),
      });
      if (etag && isKnown(request, etag)) return new Response(null, { status: 304, headers });
      return new Response(
        isWhole(body) ? body : await streamed(body, (error) => noteFault(error, { requestId, path })),
        { status, headers },
      );
    } catch (error) {
      const known = error instanceof AppError ? error : unexpected(error);
      if (known !== error) noteFault(error, { requestId, path });
      const { status, body } = problemOf(known, requestId, path);
      return new Response(JSON.stringify(body), {
        status,
        headers: {
          ...HEADERS[access],
          'Cache-Control': 'no-store',
          'Content-Type': 'application/problem+json; charset=utf-8',
          ...(status === 503 ? { 'Retry-After': '5' } : {}),
          ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
        },
      });
    }
  };
}

/** Parses `from` and `to` of a query as RFC 3339. Errors: invalid_input. */
export function windowOf(request: Request, parse: (text: string) => number | null): { from: number; to: number } {
  const query = new URL(request.url).searchParams;
  const [from, to] = ['from', 'to'].map((name) => {
    const instant = parse(query.get(name) ?? '');
    if (instant === null)
      throw new AppError(
        'invalid_input',
        `${name}: must be an RFC 3339 time like 2022-03-01T00:00:00Z. Encode a + as %2B.`,
      );
    return instant;
  }) as [number, number];
  return { from, to };
}
