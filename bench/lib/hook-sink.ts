import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request of a webhook: the number of the receiver, and when it was received, on the monotonic clock. */
type GotHook = { receiver: number; id: string; atMs: number };

/** Starts receivers on ports of their own, which record requests. Each answers when `answer` resolves for its number. */
export async function startHookSinks(count: number, answer: (receiver: number) => Promise<void> = async () => {}) {
  const got: GotHook[] = [];
  const servers = Array.from({ length: count }, (_, receiver) =>
    createServer(async (request, response) => {
      const body = await buffer(request).catch(() => null); // the sender was killed
      if (body === null) return;
      got.push({ receiver, id: String(request.headers['webhook-id']), atMs: performance.now() });
      await answer(receiver);
      response.end('ok');
    }),
  );
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  return { urls: servers.map(urlOf), got, stop: () => Promise.all(servers.map(stopServer)) };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}

function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
