import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openBuffer } from './buffer.ts';
import type { WireProbe } from './wire.ts';

let folder: string;
const said: string[] = [];
const log = { info: (text: string) => void said.push(text), warn: (text: string) => void said.push(text) };
const complain = (key: string, text: string | null) => void said.push(`${key}: ${text}`);

beforeEach(async () => {
  said.length = 0;
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'candor-buffer-')), 'buffer');
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

const opened = (bytesMax = 1_000_000) => openBuffer(folder, { bytesMax, log, complain });
const aProbe = (instance: string): WireProbe => ({
  component: 'serving',
  instance,
  observedAt: new Date(0).toISOString(),
  health: 'up',
});
const names = async (below = '') =>
  (await readdir(path.join(folder, below))).filter((name) => name.endsWith('.ndjson')).sort();
const instances = (probes: readonly WireProbe[]) => probes.map(({ instance }) => instance);

describe('the buffer', () => {
  test('keeps batches over a restart, oldest first, until they are done with', async () => {
    const first = await opened();
    for (const instance of ['a', 'b']) await first.add([aProbe(instance)]);
    const second = await opened();
    await second.add([aProbe('c')]);
    const { taken, probes } = await second.oldest(2);
    expect(instances(probes)).toEqual(['a', 'b']);
    await second.done(taken);
    expect(instances((await second.oldest(10)).probes)).toEqual(['c']);
    expect(await names()).toEqual(['000000000003.ndjson']);
  });

  test('drops the oldest when it is full, and says how much', async () => {
    const buffer = await opened(250);
    for (let i = 0; i < 4; i++) await buffer.add([aProbe(`i${i}`)]);
    expect(said.join('\n')).toContain('the buffer is full: 1 of the oldest probes are lost');
    expect(instances((await buffer.oldest(10)).probes)).toEqual(['i2', 'i3']);
  });

  test('drops what is being read or sent without harm', async () => {
    const buffer = await opened(250);
    await buffer.add([aProbe('a')]);
    const { taken } = await buffer.oldest(1);
    const reading = buffer.oldest(10);
    await Promise.all(Array.from({ length: 6 }, (_, i) => buffer.add([aProbe(`i${i}`)])));
    expect(instances((await reading).probes)).toContain('a');
    await buffer.refuse(taken);
    await buffer.done(taken);
    expect(instances((await buffer.oldest(10)).probes)).toEqual(['i4', 'i5']);
    expect(buffer.bytes()).toBe(
      Buffer.byteLength((await Promise.all((await names()).map((name) => readFile(path.join(folder, name))))).join('')),
    );
  });

  test('puts a file that cannot be used aside, and goes on with the others', async () => {
    const first = await opened();
    for (const instance of ['a', 'b', 'c', 'd', 'e']) await first.add([aProbe(instance)]);
    await writeFile(path.join(folder, '000000000001.ndjson'), '\0\0\0\0');
    await writeFile(path.join(folder, '000000000002.ndjson'), 'null\n');
    await writeFile(path.join(folder, '000000000003.ndjson'), '');
    await rm(path.join(folder, '000000000004.ndjson'));
    await mkdir(path.join(folder, '000000000004.ndjson'));
    await writeFile(path.join(folder, 'notes.ndjson'), 'not ours');
    const second = await opened();
    await rm(path.join(folder, '000000000005.ndjson'));
    await second.add([aProbe('f')]);
    expect(instances((await second.oldest(10)).probes)).toEqual(['f']);
    expect(await names('refused')).toEqual([1, 2, 3, 4].map((n) => `00000000000${n}.ndjson`));
    expect(said.filter((text) => text.includes('cannot be used, and is put aside'))).toHaveLength(5);
    expect(await names()).toEqual(['000000000006.ndjson', 'notes.ndjson']);
  });

  test('puts what is refused aside, writes nothing over there, and keeps the newest alone', async () => {
    for (let round = 0; round < 3; round++) {
      const buffer = await opened();
      await buffer.add([aProbe(`round-${round}`)]);
      await buffer.refuse((await buffer.oldest(1)).taken);
      expect(buffer.isEmpty()).toBe(true);
    }
    expect(await names('refused')).toEqual([1, 2, 3].map((n) => `00000000000${n}.ndjson`));
    const buffer = await opened();
    for (let i = 0; i < 100; i++) await buffer.add([aProbe(`i${i}`)]);
    await buffer.refuse((await buffer.oldest(1_000)).taken);
    expect([(await names('refused')).length, (await names('refused'))[0]]).toEqual([100, '000000000004.ndjson']);
  });
});

describe('with a disk that fails', () => {
  test('the buffer goes on in memory, and writes that down when it can', async () => {
    await writeFile(folder, 'in the way');
    const buffer = await opened();
    await buffer.add([aProbe('a')]);
    await buffer.add([aProbe('b')]);
    expect(said.at(-1)).toBe('buffer: ENOTDIR; what is seen is kept in memory, up to 100000 probes');
    expect(buffer.heldProbes()).toBe(2);
    await rm(folder);
    const { taken } = await buffer.oldest(1);
    await buffer.done(taken);
    await buffer.add([aProbe('c')]);
    expect([said.at(-1), buffer.heldProbes(), (await names()).length]).toEqual(['buffer: null', 0, 2]);
    expect(instances((await (await opened()).oldest(10)).probes)).toEqual(['b', 'c']);
  });

  test('what could not be read at the start is sent first once it can, and not written over', async () => {
    await (await opened()).add([aProbe('a')]);
    await rename(folder, `${folder}.away`);
    await writeFile(folder, 'in the way');
    const buffer = await opened();
    await buffer.add([aProbe('b')]);
    await rm(folder);
    await rename(`${folder}.away`, folder);
    await buffer.add([aProbe('c')]);
    expect(instances((await buffer.oldest(10)).probes)).toEqual(['a', 'b', 'c']);
    expect(await names()).toHaveLength(3);
  });

  test('a folder that was deleted is made again', async () => {
    const buffer = await opened();
    await rm(folder, { recursive: true });
    await buffer.add([aProbe('a')]);
    expect(await names()).toHaveLength(1);
  });

  test('memory has a limit, and the oldest go beyond it', async () => {
    await writeFile(folder, 'in the way');
    const buffer = await opened();
    for (let i = 0; i < 21; i++) await buffer.add(Array(5_000).fill(aProbe(`i${i}`)));
    expect(buffer.heldProbes()).toBe(100_000);
    expect(said.join('\n')).toContain('no room in memory: 5000 of the oldest probes there are lost');
    expect((await buffer.oldest(1)).probes[0]?.instance).toBe('i1');
  });

  test('what cannot be deleted or put aside holds up nothing', async () => {
    const buffer = await opened();
    await buffer.add([aProbe('a')]);
    await buffer.add([aProbe('b')]);
    const { taken } = await buffer.oldest(10);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'in the way');
    await buffer.done(taken.slice(0, 1));
    await buffer.refuse(taken.slice(1));
    expect(buffer.isEmpty()).toBe(true);
    await rm(folder);
    await mkdir(folder);
    await buffer.add([aProbe('c')]);
    expect(await names()).toEqual(['000000000003.ndjson']);
  });
});
