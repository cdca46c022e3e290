import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onEnd } from './place.ts';

/** Starts a proxy that gives each request to the next of the servers, and to another one if that one does not answer. `urls`: those that run. */
export async function startRoundRobin(urls: () => readonly string[]): Promise<string> {
  let next = 0;
  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => null); // the client has gone
    if (body === null) return;
    const all = urls();
    for (let tries = 0; tries < all.length; tries++) {
      const url = all[next++ % all.length] as string; // below its length
      if (await pass(url, { request, response, body })) return;
    }
    response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}

type Exchange = { request: IncomingMessage; response: ServerResponse; body: Buffer };

/** Returns whether the server answered. */
function pass(url: string, { request, response, body }: Exchange): Promise<boolean> {
  return new Promise((resolve) => {
    const { method, headers } = request;
    const upstream = ask(url + request.url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.once('error', () => response.destroy()).pipe(response);
      resolve(true);
    });
    upstream.once('error', () => resolve(false)).end(body);
  });
}
