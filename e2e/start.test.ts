import { glob, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { createPlace, type Ended, type Place, postmasterPid } from './candor.ts';

test.describe.configure({ mode: 'parallel' });

let place: Place;
test.beforeEach(async () => {
  place = await createPlace();
});
test.afterEach(() => place.remove());

function expectOneLine({ code, stderr }: Ended, words: RegExp): void {
  expect(code).toBe(1);
  const messages = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
  expect(messages).toEqual([expect.stringMatching(words)]);
}

async function appears(pattern: string): Promise<void> {
  const found = async () => (await Array.fromAsync(glob(pattern, { cwd: place.dataDir }))).length;
  await expect.poll(found, { intervals: [5] }).toBeGreaterThan(0);
}

async function withTakenPort(work: (port: number) => Promise<void>): Promise<void> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work((server.address() as net.AddressInfo).port); // a listening TCP server has one
  } finally {
    server.close();
  }
}

test('SIGTERM stops the server with open connections, and it starts again on the same data', async () => {
  const first = await place.start();
  expect((await fetch(first.url)).status).toBe(200); // leaves a connection open
  const { port } = new URL(first.url);
  const idle = net.connect(Number(port), '127.0.0.1').on('error', () => undefined); // the server may close it
  const { code, signal } = await first.kill('SIGTERM');
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  idle.destroy();
  const second = await place.start();
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
});

test('a first start that was killed can be repeated', async () => {
  await place.remove();
  place = await createPlace({ isFresh: true });
  const first = place.launch({}, { isGroup: true });
  await appears('postgres*/PG_VERSION'); // the first file of a new cluster
  process.kill(-(first.child.pid as number), 'SIGKILL'); // the server and its children, as in a power failure
  await first.ended;
  expect((await fetch(`${(await place.start()).url}/readyz`)).status).toBe(200);
});

test('the server starts in a private home folder, and starts again after its data was deleted', async () => {
  await place.remove();
  place = await createPlace({ isPrivate: true });
  for (let round = 0; round < 2; round++) {
    const candor = await place.start();
    expect((await fetch(`${candor.url}/readyz`)).status).toBe(200);
    expect((await candor.kill('SIGTERM')).code).toBe(0);
    await rm(place.dataDir, { recursive: true });
  }
});

test('SIGTERM before the server is ready leaves no process running', async () => {
  expect((await (await place.start()).kill('SIGTERM')).code).toBe(0);
  const second = place.launch();
  await appears('postgres/postmaster.pid');
  second.child.kill('SIGTERM');
  await second.ended;
  await expect.poll(() => postmasterPid(place.dataDir).catch(() => null)).toBeNull();
});

test('a second server on the same data ends with one line, and the first continues', async () => {
  const first = await place.start();
  expectOneLine(await place.launch().ended, /^Another Candor process is using DATA_DIR .*\. Stop it, or set DATA_DIR/);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});

test('a port in use is reported in one line', async () => {
  await withTakenPort(async (port) => {
    expectOneLine(
      await place.launch({ PORT: String(port) }).ended,
      new RegExp(`^PORT: ${port} on 127\\.0\\.0\\.1 is already in use`),
    );
  });
  await place.start(); // the failed start released the data
});

test('an invalid setting is reported in one line', async () => {
  expectOneLine(await place.launch({ PORT: 'http' }).ended, /^PORT: /);
  expectOneLine(await place.launch({ DATABASE_URL: 'mysql://localhost/x' }).ended, /^DATABASE_URL: /);
});

test('a DATA_DIR that cannot be created is reported in one line', async () => {
  const { ended } = place.launch({ DATA_DIR: path.join('/dev/null', 'data') });
  expectOneLine(await ended, /^DATA_DIR: /);
});
