import { mkdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { createPlace, type Ended, type Place } from './candor.ts';

const STOP_MS_MAX = 5_000;
let place: Place;
test.beforeEach(async () => {
  place = await createPlace();
});
test.afterEach(() => place.remove());

function expectOneLine({ code, stderr }: Ended, words: RegExp): void {
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(words)]);
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

test('SIGTERM stops it within 5 s, with connections open, and the same data starts again', async () => {
  const first = await place.start();
  expect((await fetch(first.url)).status).toBe(200); // leaves a connection open
  const { port } = new URL(first.url);
  const idle = net.connect(Number(port), '127.0.0.1').on('error', () => undefined); // it may be cut
  const startedAt = performance.now();
  const { code, signal } = await first.kill('SIGTERM');
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(performance.now() - startedAt).toBeLessThan(STOP_MS_MAX);
  idle.destroy();
  const second = await place.start();
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
});

test('a second one on the same data says so in one line, and the first goes on', async () => {
  const first = await place.start();
  expectOneLine(await place.launch().ended, /^candor: Another Candor runs on DATA_DIR .*: stop it, or set DATA_DIR/);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});

test('a port that is taken is named in one line', async () => {
  await withTakenPort(async (port) => {
    expectOneLine(await place.launch({ PORT: String(port) }).ended, new RegExp(`^candor: PORT ${port} on 127\\.0\\.0\\.1 is taken`));
  });
  await place.start(); // nothing is left behind that keeps the data
});

test('a setting that cannot be used is named in one line', async () => {
  expectOneLine(await place.launch({ PORT: 'http' }).ended, /^candor: PORT: /);
  expectOneLine(await place.launch({ DATABASE_URL: 'mysql://localhost/x' }).ended, /^candor: DATABASE_URL: /);
});

test('a DATA_DIR that cannot be made is named in one line', async () => {
  await mkdir(place.dataDir, { recursive: true });
  const { ended } = place.launch({}, path.join('/dev/null', 'data'));
  expectOneLine(await ended, /^candor: DATA_DIR: /);
});
