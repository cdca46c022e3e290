import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aSpooled } from '#server/test/spooled';
import { openSpool, type PassOn, type Spool } from './spool.ts';

const MODE = 0o777;
const lines: string[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
let folder = '';
const opened: Spool[] = [];
beforeEach(async () => {
  lines.length = 0;
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
});
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close();
  await rm(folder, { recursive: true });
});

async function spoolOf(bytesMax?: number): Promise<Spool> {
  const spool = await openSpool(folder, log, bytesMax);
  opened.push(spool);
  return spool;
}

const append = async (spool: Spool, ...ns: number[]) => {
  for (const n of ns) await spool.append(aSpooled(n));
};
/** Passes deliveries on one at a time. */
const into =
  (seen: number[], onEach: (n: number) => unknown = () => undefined): PassOn =>
  async ([first]) => {
    const n = first?.receivedAt ?? Number.NaN;
    await onEach(n);
    seen.push(n);
    return 1;
  };

async function drained(spool: Spool): Promise<number[]> {
  const seen: number[] = [];
  await spool.drain(into(seen));
  return seen;
}

describe('the spool', () => {
  test('passes deliveries on as they arrived, in order, and then is empty', async () => {
    const spool = await spoolOf();
    expect(spool.isEmpty()).toBe(true);
    await Promise.all([1, 2, 3, 4, 5].map((n) => spool.append(aSpooled(n, { body: { text: 'a\tb\nc', n } }))));
    expect([spool.isEmpty(), spool.size().deliveries]).toEqual([false, 5]);
    const seen: unknown[] = [];
    await spool.drain(async (deliveries) => seen.push(...deliveries) && deliveries.length);
    expect(seen).toEqual([1, 2, 3, 4, 5].map((n) => aSpooled(n, { body: { text: 'a\tb\nc', n } })));
    expect([spool.isEmpty(), spool.size(), await readdir(folder)]).toEqual([true, { bytes: 0, deliveries: 0 }, []]);
  });

  test('can be read by its owner only', async () => {
    await append(await spoolOf(), 1);
    const [file = ''] = await readdir(folder);
    expect((await stat(path.join(folder, file))).mode & MODE).toBe(0o600);
  });

  test('has after a crash what it acknowledged, and not what was written in part', async () => {
    await append(await spoolOf(), 1, 2);
    const [file = ''] = await readdir(folder);
    await appendFile(path.join(folder, file), '{"id":"3","kind":"probes","recei');
    const again = await spoolOf();
    expect(again.size().deliveries).toBe(2);
    await append(again, 3);
    expect(await drained(again)).toEqual([1, 2, 3]);
  });

  test('passes on what is readable of a damaged file, and logs what is lost', async () => {
    await append(await spoolOf(), 1, 2, 3);
    const [file = ''] = await readdir(folder);
    const text = await readFile(path.join(folder, file), 'utf8');
    await writeFile(path.join(folder, file), text.replace('"delivery-2"', '\0\0'));
    expect(await drained(await spoolOf())).toEqual([1, 3]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ file, lines: 1 }]);
  });

  test('continues with the delivery that could not be stored', async () => {
    const spool = await spoolOf();
    await append(spool, 1, 2, 3);
    const seen: number[] = [];
    const failing = spool.drain(into(seen, (n) => n === 2 && Promise.reject(new Error('away'))));
    await expect(failing).rejects.toThrow('away');
    expect(spool.size().deliveries).toBe(2);
    await append(spool, 4);
    expect([...seen, ...(await drained(spool))]).toEqual([1, 2, 3, 4]);
  });

  test('begins after a kill in the middle of draining with a file that was passed on in part', async () => {
    const spool = await spoolOf();
    await append(spool, 1, 2, 3);
    await spool.drain(into([], (n) => n === 3 && Promise.reject(new Error('killed')))).catch(() => undefined);
    const again = await spoolOf();
    expect(await drained(again)).toEqual([1, 2, 3]);
  });

  test('passes on what arrives while it is drained', async () => {
    const spool = await spoolOf();
    await append(spool, 1);
    const seen: number[] = [];
    await spool.drain(into(seen, (n) => n < 4 && append(spool, n + 1)));
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test('refuses what exceeds its size, and has room again once it is drained', async () => {
    const spool = await spoolOf(2_000);
    const large = aSpooled(1, { body: 'a'.repeat(1_500) });
    await spool.append(large);
    await expect(spool.append(large)).rejects.toMatchObject({ code: 'overloaded' });
    await drained(spool);
    await spool.append(large);
    expect(spool.size().deliveries).toBe(1);
  });

  test('spreads many deliveries over files, which it deletes one by one', async () => {
    const spool = await spoolOf();
    for (let n = 0; n < 6; n++) await spool.append(aSpooled(n, { body: 'a'.repeat(2_000_000) }));
    const files = (await readdir(folder)).length;
    expect(files).toBeGreaterThan(1);
    let left = files;
    await spool.drain(into([], async () => (left = Math.min(left, (await readdir(folder)).length))));
    expect([left, (await readdir(folder)).length]).toEqual([1, 0]);
  });

  test('does not acknowledge what it cannot write, and tries a new file for the next', async () => {
    const spool = await spoolOf();
    await append(spool, 1);
    await rm(folder, { recursive: true });
    await expect(spool.drain(into([]))).rejects.toMatchObject({ code: 'ENOENT' }); // the next write needs a new file
    await expect(spool.append(aSpooled(2))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['the spool for probes cannot be written']);
    expect(spool.size().deliveries).toBe(1);
    await mkdir(folder);
    await append(spool, 3);
    expect(spool.size().deliveries).toBe(2);
  });

  test('holds each source from its first waiting delivery on, also after a restart, and none because of old probes', async () => {
    const of = (sourceId: number) => ({ sender: { ...aSpooled(0).sender, sourceId } });
    const spool = await spoolOf();
    await spool.append(aSpooled(20, of(1)));
    await spool.append(aSpooled(30, of(1)));
    await spool.append(aSpooled(40, { ...of(2), heldFrom: 15 }));
    await spool.append(aSpooled(50, { ...of(3), heldFrom: null }));
    const held = [
      [1, 20],
      [2, 15],
    ];
    expect([...spool.held()]).toEqual(held);
    const again = await spoolOf();
    expect([...again.held()]).toEqual(held);
    await drained(again);
    expect([...again.held()]).toEqual([]);
  });

  test('lets new deliveries wait only while the last ones are passed on', async () => {
    const spool = await spoolOf();
    await append(spool, 1);
    const passing = Promise.withResolvers<void>();
    const events: string[] = [];
    const draining = spool.drain(
      into([], async () => {
        void spool.lastPassedOn().then(() => events.push('waited'));
        await passing.promise;
        events.push('passed on');
      }),
    );
    passing.resolve();
    await draining;
    await spool.lastPassedOn();
    expect(events).toEqual(['passed on', 'waited']);
  });

  test('keeps in a file of its own what is set aside', async () => {
    const spool = await spoolOf();
    await spool.setAside(aSpooled(1));
    await spool.setAside(aSpooled(2));
    expect([await readdir(folder), spool.isEmpty()]).toEqual([['set-aside.ndjson'], true]);
    expect((await readFile(path.join(folder, 'set-aside.ndjson'), 'utf8')).match(/delivery-\d/g)).toEqual([
      'delivery-1',
      'delivery-2',
    ]);
  });
});
