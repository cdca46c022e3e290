import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '#server/clock';

const LOOK_EVERY_MS = 5;
/** Requests that a paced load has in progress at most. */
const RUNNING_MAX = 400;

/** `isPublished`: it has an ETag, as published entries have. */
type Response = { status: number; text: string; ms: number; isPublished: boolean };
type Request = { method?: string; headers?: Record<string, string>; body?: string };

/** Makes a client with connections of its own. A request without an answer has the status 0. */
export function createClient() {
  const agent = new http.Agent({ keepAlive: true });
  return {
    send: (url: string, { method = 'GET', headers = {}, body = '' }: Request = {}): Promise<Response> =>
      new Promise((resolve) => {
        const from = systemClock.monotonicMs();
        const end = (status: number, text: string, isPublished = false) =>
          resolve({ status, text, ms: systemClock.monotonicMs() - from, isPublished });
        const request = http.request(url, { agent, method, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            end(response.statusCode ?? 0, Buffer.concat(chunks).toString(), response.headers.etag !== undefined),
          );
          response.on('error', (error) => end(0, error.message));
        });
        request.on('error', (error) => end(0, error.message));
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}

export type Client = ReturnType<typeof createClient>;

/** Calls `work` so many times per second with ascending numbers, until `signal` ends it; resolves when all calls have ended. */
export async function paced(
  perSecond: number,
  work: (n: number) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const from = systemClock.monotonicMs();
  const running = new Set<Promise<unknown>>();
  for (let n = 0; !signal.aborted; ) {
    const due = ((systemClock.monotonicMs() - from) * perSecond) / 1_000;
    for (; n < due && running.size < RUNNING_MAX; n++) {
      const one = work(n).finally(() => running.delete(one));
      running.add(one);
    }
    await wait(LOOK_EVERY_MS);
  }
  await Promise.all(running);
}

/** Returns the 99th percentile. */
export function p99(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;
}
