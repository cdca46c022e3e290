import { createServer } from 'node:http';
import { listen } from '#server/http/server';

/** How a receiver answers: with a status, a redirect, after all others, or never; `huge` never ends. */
export type Manner = number | 'redirecting' | 'slow' | 'huge';
export type Got = { path: string; body: Record<string, unknown>; headers: Record<string, unknown> };

/** Starts a server on its own port that records requests and answers in the chosen way. */
export async function startReceiver(manner: Manner = 200) {
  const state = { manner, headers: {} as Record<string, string> };
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({
      path: request.url ?? '',
      body: JSON.parse(Buffer.concat(chunks).toString() || '{}'),
      headers: request.headers,
    });
    if (state.manner === 'slow') return;
    if (state.manner === 'redirecting')
      return response.writeHead(302, { location: `http://${request.headers.host}/elsewhere` }).end();
    response.writeHead(state.manner === 'huge' ? 200 : state.manner, state.headers);
    if (state.manner !== 'huge') return response.end('ok');
    const more = () => !response.destroyed && response.write('x'.repeat(65_536), () => setImmediate(more));
    more();
  });
  const url = await listen(server, 0, '127.0.0.1');
  return {
    url,
    got,
    answer: (next: Manner, headers: Record<string, string> = {}) => {
      Object.assign(state, { manner: next, headers });
    },
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
