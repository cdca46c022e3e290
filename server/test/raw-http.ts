import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { CONNECTION_LIMITS, createHttpServer, listen } from '#server/http/server';

type Options = Omit<Parameters<typeof createHttpServer>[0], keyof typeof ENDPOINTS | 'rest'>;

const taken = (_: IncomingMessage, response: ServerResponse) => response.writeHead(202).end();
/** Endpoints that answer 202. */
export const ENDPOINTS = { probes: taken, alerts: taken, ping: taken, health: taken, readiness: taken, metrics: taken };

/** Starts the server on its own port, with `rest` in place of the process of the pages. */
export async function startFront(
  rest: (request: IncomingMessage, response: ServerResponse) => unknown,
  options: Options = {},
) {
  const server = createHttpServer({
    ...ENDPOINTS,
    rest: ({ request, response }) => Promise.resolve(rest(request, response)).catch(() => response.destroy()), // a client has gone
    ...options,
  });
  const url = await listen(server, 0, '127.0.0.1');
  return {
    server,
    url,
    ask: (text: string) => askRaw(server, text),
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** Limits that are short enough for tests. */
export const SMALL_LIMITS = {
  ...CONNECTION_LIMITS,
  headersTimeout: 60,
  requestTimeout: 120,
  connectionsCheckingInterval: 20,
};

/** Opens a connection, sends raw text and returns everything received until the server closes the connection. */
function askRaw(server: Server, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** Returns a header of a raw answer, or null if it is missing. */
export function headerOf(answer: string, name: string): string | null {
  return new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(answer.split('\r\n\r\n', 1)[0] ?? '')?.[1] ?? null;
}
