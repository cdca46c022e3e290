import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#server/log';
import { openSpool, type Spool, type Spooled } from './spool.ts';

const LOG = createLog('silent');
let folder = '';
const opened: Spool[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
});
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close();
  await rm(folder, { recursive: true });
});

async function spoolOf(bytesMax?: number): Promise<Spool> {
  const spool = await openSpool(folder, LOG, bytesMax);
  opened.push(spool);
  return spool;
}

const deliveryOf = (n: number, body: unknown = { source: 'agent-a', probes: [] }): Spooled => ({
  kind: 'probes',
  sender: {
    tokenId: 1,
    prefix: 'p',
    scopes: ['probes:write'],
    sourceId: 1,
    sourceName: 'agent-a',
    sourceKind: 'agent',
    heartbeat: null,
    alerts: null,
  },
  receivedAt: n,
  latest: n,
  body,
});

async function drained(spool: Spool): Promise<number[]> {
  const seen: number[] = [];
  await spool.drain(async ({ receivedAt }) => void seen.push(receivedAt));
  return seen;
}

test('passes deliveries on in the order of their arrival, and then is empty', async () => {
  const spool = await spoolOf();
  expect(spool.isEmpty()).toBe(true);
  await Promise.all([1, 2, 3, 4, 5].map((n) => spool.append(deliveryOf(n))));
  expect([spool.isEmpty(), (await spool.waiting()).length]).toEqual([false, 5]);
  expect(await drained(spool)).toEqual([1, 2, 3, 4, 5]);
  expect([spool.isEmpty(), spool.bytes(), await readdir(folder)]).toEqual([true, 0, []]);
});

test('has after a crash what it acknowledged, and not what was written in part', async () => {
  const spool = await spoolOf();
  for (const n of [1, 2]) await spool.append(deliveryOf(n));
  const [file = ''] = await readdir(folder);
  await appendFile(path.join(folder, file), '{"kind":"probes","recei');
  const again = await spoolOf();
  await again.append(deliveryOf(3));
  expect(await drained(again)).toEqual([1, 2, 3]);
});

test('continues with the delivery that could not be stored', async () => {
  const spool = await spoolOf();
  for (const n of [1, 2, 3]) await spool.append(deliveryOf(n));
  const seen: number[] = [];
  const failing = spool.drain(async ({ receivedAt }) => {
    if (receivedAt === 2) throw new Error('away');
    seen.push(receivedAt);
  });
  await expect(failing).rejects.toThrow('away');
  await spool.append(deliveryOf(4));
  expect([...seen, ...(await drained(spool))]).toEqual([1, 2, 3, 4]);
});

test('passes on what arrives while it is drained', async () => {
  const spool = await spoolOf();
  await spool.append(deliveryOf(1));
  const seen: number[] = [];
  await spool.drain(async ({ receivedAt }) => {
    seen.push(receivedAt);
    if (receivedAt < 4) await spool.append(deliveryOf(receivedAt + 1));
  });
  expect(seen).toEqual([1, 2, 3, 4]);
});

test('refuses what exceeds its size, and has room again once it is drained', async () => {
  const spool = await spoolOf(2_000);
  const large = deliveryOf(1, 'a'.repeat(1_500));
  await spool.append(large);
  await expect(spool.append(large)).rejects.toMatchObject({ code: 'overloaded' });
  await drained(spool);
  await spool.append(large);
  expect((await spool.waiting()).length).toBe(1);
});

test('spreads many deliveries over segments, which it deletes one by one', async () => {
  const spool = await spoolOf();
  for (let n = 0; n < 6; n++) await spool.append(deliveryOf(n, 'a'.repeat(2_000_000)));
  expect((await readdir(folder)).length).toBeGreaterThan(1);
  expect(await drained(spool)).toEqual([0, 1, 2, 3, 4, 5]);
});
