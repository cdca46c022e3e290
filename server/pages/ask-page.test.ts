import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manualClock } from '#server/clock';
import { createAskPage } from './ask-page.ts';

const HANGING = '/hangs';
let folder = '';
let server: Server;
let restarts = 0;
let page: ReturnType<typeof createAskPage>;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
  const socket = path.join(folder, 'pages');
  server = createServer(({ url }, response) => void (url === HANGING || response.end('page')));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  restarts = 0;
  const restart = () => void restarts++;
  page = createAskPage({ socket, clock: manualClock(0), ready: async () => undefined, restart, renderMsMax: 300 });
});
afterEach(async () => {
  page.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

test('two pages in a row that take too long restart the process of the pages, and one between pages does not', async () => {
  const timeOut = () => expect(page.askPage(HANGING, false)).rejects.toThrow();
  await timeOut();
  expect((await page.askPage('/', false)).body.toString()).toBe('page');
  await timeOut();
  expect(restarts).toBe(0);
  await timeOut();
  expect(restarts).toBe(1);
  await timeOut();
  expect(restarts).toBe(1);
});
