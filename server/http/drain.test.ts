import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createDrain } from './drain.ts';

const LONG_MS = 60_000;

/** Starts a server whose answers the test ends. */
async function start(limits: Parameters<typeof createDrain>[1]) {
  const held: http.ServerResponse[] = [];
  let noted: () => void = () => undefined;
  const server = http.createServer((request, response) => {
    if (request.url === '/begun') response.write('a'); // sends its headers
    held.push(response);
    noted();
  });
  const drain = createDrain(server, limits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const arrived = async (count: number) => {
    while (held.length < count) await new Promise<void>((resolve) => (noted = resolve));
  };
  return { server, drain, held, arrived, port };
}

function connect(port: number): { socket: net.Socket; closed: Promise<string> } {
  const socket = net.connect(port, '127.0.0.1');
  let seen = '';
  socket.on('data', (bytes) => (seen += bytes)).on('error', () => undefined);
  return { socket, closed: new Promise((resolve) => socket.on('close', () => resolve(seen))) };
}

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

test('completes the answer to a running request, with Connection: close', async () => {
  const { drain, held, arrived, port } = await start({ graceMs: 1, drainMsMax: LONG_MS });
  const [slow, begun] = [connect(port), connect(port)];
  slow.socket.write(GET('/slow'));
  begun.socket.write(GET('/begun'));
  await arrived(2);
  const drained = drain();
  await new Promise(setImmediate);
  for (const response of held) response.end('whole');
  expect(await slow.closed).toMatch(/connection: close[\s\S]*whole$/i);
  expect(await begun.closed).toMatch(/whole\r\n0\r\n\r\n$/); // its headers said keep-alive; closed when idle
  await drained;
});

test('answers a request on an open connection during the grace period, with Connection: close', async () => {
  const { drain, held, arrived, port } = await start({ graceMs: 300, drainMsMax: LONG_MS });
  const kept = connect(port);
  kept.socket.write(GET('/first'));
  await arrived(1);
  held[0]?.end('first');
  await new Promise<void>((resolve) => kept.socket.once('data', () => resolve()));
  const drained = drain();
  kept.socket.write(GET('/second'));
  await arrived(2);
  held[1]?.end('second');
  expect(await kept.closed).toMatch(/keep-alive[\s\S]*first[\s\S]*connection: close[\s\S]*second$/i);
  await drained;
});

test('is not delayed by idle or unused connections', async () => {
  const { drain, held, arrived, port } = await start({ graceMs: 1, drainMsMax: LONG_MS });
  const [idle, unused] = [connect(port), connect(port)];
  idle.socket.write(GET('/'));
  await arrived(1);
  held[0]?.end('done');
  await drain();
  expect([await idle.closed, await unused.closed]).toEqual([expect.stringContaining('done'), '']);
});

test('aborts requests that take too long, and does not wait without connections', async () => {
  const { drain, arrived, port } = await start({ graceMs: 1, drainMsMax: 20 });
  const stuck = connect(port);
  stuck.socket.write(GET('/'));
  await arrived(1);
  await drain();
  expect(await stuck.closed).toBe('');
  const empty = await start({ graceMs: LONG_MS, drainMsMax: LONG_MS });
  await empty.drain();
});
