import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/**
 * The request that is being answered: its id, as in X-Request-Id, and the response on node:http beneath Next. `hasAction`: a server action was found
 * in it and has begun.
 */
export type Exchange = { requestId: string; response: ServerResponse; hasAction?: boolean };

// Next bundles its own copy of every module: what is shared hangs on globalThis, as the context does.
const KEY = Symbol.for('candor.exchange');
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Exchange> };
shared[KEY] ??= new AsyncLocalStorage<Exchange>();
const storage = shared[KEY];

/** Runs `answer` so that everything it calls, at any depth, can ask which request it belongs to. */
export function withExchange(exchange: Exchange, answer: () => void): void {
  storage.run(exchange, answer);
}

/** The id of the current request, for the log and for bodies; undefined outside a request. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}

/** Sets the status of the current response: Next lets neither a page nor an action that says more than "not found" do so. */
export function setStatus(status: number): void {
  const response = storage.getStore()?.response;
  if (response && !response.headersSent) response.statusCode = status;
}

/**
 * Carries the status of an action over to the request that reached it: Next hands an action that a page lacks on to another by a request to itself, and
 * takes over the headers of its answer, but not its status.
 */
export const ACTION_STATUS_HEADER = 'x-action-status';

/** Sets the status of the answer of the current server action. */
export function setActionStatus(status: number): void {
  setStatus(status);
  storage.getStore()?.response.setHeader(ACTION_STATUS_HEADER, status);
}

/** Notes that the current request has reached a server action. */
export function noteAction(): void {
  const exchange = storage.getStore();
  if (exchange) exchange.hasAction = true;
}

/** Whether the current request was sent as a form, but no server action was found in it. */
export function isLostForm(): boolean {
  const exchange = storage.getStore();
  return exchange?.response.req.method === 'POST' && !exchange.hasAction;
}
