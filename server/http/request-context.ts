import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import type { Clock } from '#server/clock';
import { AppError, isDatabaseAway, type ProblemCode } from '#server/errors';

/**
 * The request that is being answered: its id (X-Request-Id), its clock, and the node:http response beneath Next. `hasAction`: the request contained a
 * server action, which has begun.
 */
export type Exchange = { requestId: string; response: ServerResponse; clock: Clock; hasAction?: boolean };

/** The header with the id of a request, in the answer to the client and to the process of the pages. */
export const REQUEST_ID_HEADER = 'x-request-id';
/** The header with which the process of the pages reports that a request reached a server action. */
export const ACTION_HEADER = 'x-candor-action';
/** The header with which it reports the code of the error with which a page failed. */
export const FAILURE_HEADER = 'x-candor-failure';

// Next bundles its own copy of every module, so shared state is stored on globalThis, like the context.
const KEY = Symbol.for('candor.exchange');
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Exchange> };
shared[KEY] ??= new AsyncLocalStorage<Exchange>();
const storage = shared[KEY];

/** Runs `answer` so that all code below it can look up its request. */
export function withExchange<T>(exchange: Exchange, answer: () => T): T {
  return storage.run(exchange, answer);
}

/** Returns the id of the current request, for the log and for bodies, or undefined outside a request. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}

/** Returns the clock of the current request, or null outside a request. */
export function currentClock(): Clock | null {
  return storage.getStore()?.clock ?? null;
}

function setHeader(name: string, value: string | number): void {
  const response = storage.getStore()?.response;
  if (response && !response.headersSent) response.setHeader(name, value);
}

/** Sets the status of the current response. Next lets pages and actions set no status other than 404. */
export function setStatus(status: number): void {
  const response = storage.getStore()?.response;
  if (response && !response.headersSent) response.statusCode = status;
}

/**
 * Transports the status of a forwarded action. If a page lacks an action, Next forwards it to another page by a request to itself, and copies the
 * headers of that answer, but not its status.
 */
export const ACTION_STATUS_HEADER = 'x-action-status';

/** Sets the status of the current server action's response. */
export function setActionStatus(status: number): void {
  setStatus(status);
  setHeader(ACTION_STATUS_HEADER, status);
}

/** Records that the current request has reached a server action. */
export function noteAction(): void {
  const exchange = storage.getStore();
  if (exchange) exchange.hasAction = true;
  setHeader(ACTION_HEADER, 1);
}

/** Returns what the error of a page means for its reader. Any error that is not about the database is a bug. */
function failureCode(error: unknown): ProblemCode {
  if (error instanceof AppError) return error.code;
  return isDatabaseAway(error) ? 'database_unavailable' : 'internal';
}

/** Records the error with which the page of the current request failed. Next answers every such error with the same 500. */
export function noteFailure(error: unknown): void {
  setHeader(FAILURE_HEADER, failureCode(error));
}

/** Returns whether the current request is a form without a known server action. */
export function isLostForm(): boolean {
  const exchange = storage.getStore();
  return exchange?.response.req.method === 'POST' && !exchange.hasAction;
}
