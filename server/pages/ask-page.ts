import { Agent, request as ask } from 'node:http';
import type { Clock } from '#server/clock';
import { REQUEST_ID_HEADER } from '#server/http/request-context';
import { PATH_HEADER } from '#server/identity/sign-in/request-client';
import { CLOCK_HEADER, clockHeader, STALE_HEADER } from './request-clock.ts';

/** A page that takes longer is not published; the publisher tries again. */
const RENDER_MS_MAX = 20_000;

export type RenderedPage = { status: number; type: string; headers: Record<string, string>; body: Buffer };
/** `address`: path and query. `isStale`: as it is to look once its monitoring data is stale. */
export type AskPage = (address: string, isStale: boolean) => Promise<RenderedPage>;

/** After so many pages in a row that took too long, the process of the pages is started again. */
const TIMEOUTS_MAX = 2;

/** `restart`: starts the process of the pages again. */
type Options = { socket: string; clock: Clock; ready: () => Promise<void>; restart: () => void; renderMsMax?: number };

/** Returns a function that renders an address in the process of the pages, as an anonymous reader would get it. Rejects if that process fails. */
export function createAskPage({ socket, clock, ready, restart, renderMsMax = RENDER_MS_MAX }: Options): {
  askPage: AskPage;
  close: () => void;
} {
  const agent = new Agent({ keepAlive: true });

  let timeouts = 0;

  async function askPage(address: string, isStale: boolean): Promise<RenderedPage> {
    await ready();
    const signal = AbortSignal.timeout(renderMsMax);
    try {
      const page = await request(address, isStale, signal);
      timeouts = 0;
      return page;
    } catch (error) {
      if (signal.aborted && ++timeouts >= TIMEOUTS_MAX) {
        timeouts = 0;
        restart();
      }
      throw error;
    }
  }

  function request(address: string, isStale: boolean, signal: AbortSignal): Promise<RenderedPage> {
    return new Promise((resolve, reject) => {
      const upstream = ask({
        socketPath: socket,
        agent,
        path: address,
        signal,
        headers: {
          [REQUEST_ID_HEADER]: 'publisher',
          [CLOCK_HEADER]: clockHeader(clock),
          [PATH_HEADER]: address.split('?', 1)[0],
          ...(isStale ? { [STALE_HEADER]: '1' } : {}),
        },
      });
      upstream.on('error', reject);
      upstream.on('response', async (answer) => {
        const chunks = await answer.toArray().catch(reject);
        if (!chunks) return;
        const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
        const { 'content-type': type = '', ...rest } = Object.fromEntries(headers) as Record<string, string>;
        resolve({ status: answer.statusCode ?? 0, type, headers: rest, body: Buffer.concat(chunks) });
      });
      upstream.end();
    });
  }

  return { askPage, close: () => agent.destroy() };
}
