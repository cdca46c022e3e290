import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/** The request that is being answered: its id, as in X-Request-Id, and the response on node:http beneath Next. */
export type Exchange = { requestId: string; response: ServerResponse };

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
