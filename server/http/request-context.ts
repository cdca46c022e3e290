import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/**
 * The request that is being answered: its id (X-Request-Id) and the node:http response beneath Next. `hasAction`: the request contained a server action,
 * which has begun. `failure`: the error with which its page failed.
 */
export type Exchange = { requestId: string; response: ServerResponse; hasAction?: boolean; failure?: unknown };

// Next bundles its own copy of every module, so shared state is stored on globalThis, like the context.
const KEY = Symbol.for('candor.exchange');
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Exchange> };
shared[KEY] ??= new AsyncLocalStorage<Exchange>();
const storage = shared[KEY];

/** Runs `answer` so that all code below it can look up its request. */
export function withExchange(exchange: Exchange, answer: () => void): void {
  storage.run(exchange, answer);
}

/** Returns the id of the current request, for the log and for bodies, or undefined outside a request. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
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
  storage.getStore()?.response.setHeader(ACTION_STATUS_HEADER, status);
}

/** Records that the current request has reached a server action. */
export function noteAction(): void {
  const exchange = storage.getStore();
  if (exchange) exchange.hasAction = true;
}

/** Records the error with which the page of the current request failed. Next answers every such error with the same 500. */
export function noteFailure(error: unknown): void {
  const exchange = storage.getStore();
  if (exchange) exchange.failure = error;
}

/** Returns whether the current request is a form without a known server action. */
export function isLostForm(): boolean {
  const exchange = storage.getStore();
  return exchange?.response.req.method === 'POST' && !exchange.hasAction;
}
