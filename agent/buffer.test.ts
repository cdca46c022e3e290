import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openBuffer } from './buffer.ts';
import type { WireProbe } from './wire.ts';

let folder: string;
const lines: string[] = [];
const log = { info: (text: string) => void lines.push(text), warn: (text: string) => void lines.push(text) };
const report = (key: string, text: string | null) => void lines.push(`${key}: ${text}`);

beforeEach(async () => {
  lines.length = 0;
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'candor-buffer-')), 'buffer');
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

const opened = (bytesMax = 1_000_000) => openBuffer(folder, { bytesMax, log, report });
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
  test('keeps batches across a restart, oldest first, until they are removed', async () => {
    const first = await opened();
    for (const instance of ['a', 'b']) await first.add([aProbe(instance)]);
    const second = await opened();
    await second.add([aProbe('c')]);
    const { taken, probes } = await second.oldest(2);
    expect(instances(probes)).toEqual(['a', 'b']);
    await second.remove(taken);
    expect(instances((await second.oldest(10)).probes)).toEqual(['c']);
    expect(await names()).toEqual(['000000000003.ndjson']);
  });

  test('drops the oldest batches when it is full, and logs how many probes were dropped', async () => {
    const buffer = await opened(250);
    for (let i = 0; i < 4; i++) await buffer.add([aProbe(`i${i}`)]);
    expect(lines.join('\n')).toContain('buffer: full; the 1 oldest probes were dropped');
    expect(instances((await buffer.oldest(10)).probes)).toEqual(['i2', 'i3']);
  });

  test('drops batches while they are being read or sent', async () => {
    const buffer = await opened(250);
    await buffer.add([aProbe('a')]);
    const { taken } = await buffer.oldest(1);
    const read = buffer.oldest(10);
    await Promise.all(Array.from({ length: 6 }, (_, i) => buffer.add([aProbe(`i${i}`)])));
    expect(instances((await read).probes)).toContain('a');
    await buffer.refuse(taken);
    await buffer.remove(taken);
    expect(instances((await buffer.oldest(10)).probes)).toEqual(['i4', 'i5']);
    expect(buffer.bytes()).toBe(
      Buffer.byteLength((await Promise.all((await names()).map((name) => readFile(path.join(folder, name))))).join('')),
    );
  });

  test('sets invalid files aside and continues with the others', async () => {
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
    expect(lines.filter((text) => text.includes('is invalid and was moved to refused/'))).toHaveLength(5);
    expect(await names()).toEqual(['000000000006.ndjson', 'notes.ndjson']);
  });

  test('sets refused batches aside, overwrites no file there, and keeps only the newest', async () => {
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

describe('on a failing disk', () => {
  test('the buffer continues in memory and writes to disk once it can', async () => {
    await writeFile(folder, 'in the way');
    const buffer = await opened();
    await buffer.add([aProbe('a')]);
    await buffer.add([aProbe('b')]);
    expect(lines.at(-1)).toBe('buffer: disk error (ENOTDIR); up to 100000 probes are buffered in memory');
    expect(buffer.memoryProbes()).toBe(2);
    await rm(folder);
    const { taken } = await buffer.oldest(1);
    await buffer.remove(taken);
    await buffer.add([aProbe('c')]);
    expect([lines.at(-1), buffer.memoryProbes(), (await names()).length]).toEqual(['buffer: null', 0, 2]);
    expect(instances((await (await opened()).oldest(10)).probes)).toEqual(['b', 'c']);
  });

  test('batches that could not be read at the start are sent first once they can, and are not overwritten', async () => {
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

  test('a deleted folder is created again', async () => {
    const buffer = await opened();
    await rm(folder, { recursive: true });
    await buffer.add([aProbe('a')]);
    expect(await names()).toHaveLength(1);
  });

  test('memory has a limit, beyond which the oldest probes are dropped', async () => {
    await writeFile(folder, 'in the way');
    const buffer = await opened();
    for (let i = 0; i < 21; i++) await buffer.add(Array(5_000).fill(aProbe(`i${i}`)));
    expect(buffer.memoryProbes()).toBe(100_000);
    expect(lines.join('\n')).toContain('buffer: memory is full; the 5000 oldest probes in memory were dropped');
    expect((await buffer.oldest(1)).probes[0]?.instance).toBe('i1');
  });

  test('a batch that cannot be deleted or set aside does not block the others', async () => {
    const buffer = await opened();
    await buffer.add([aProbe('a')]);
    await buffer.add([aProbe('b')]);
    const { taken } = await buffer.oldest(10);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'in the way');
    await buffer.remove(taken.slice(0, 1));
    await buffer.refuse(taken.slice(1));
    expect(buffer.isEmpty()).toBe(true);
    await rm(folder);
    await mkdir(folder);
    await buffer.add([aProbe('c')]);
    expect(await names()).toEqual(['000000000003.ndjson']);
  });
});
