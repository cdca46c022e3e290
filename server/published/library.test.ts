import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishingMode } from '#domain/site/publication';
import { manualClock } from '#server/clock';
import { createLog } from '#server/log';
import { bytesOf, type Entry, pack, sizeOf, unpack } from './entry.ts';
import { openLibrary } from './library.ts';

const OWN = { log: createLog('silent'), clock: manualClock(1_648_646_400_000) };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const fileNameOf = (key: string) => createHash('sha256').update(key).digest('hex');

async function entryOf(key: string, version: number, text: string, mode: PublishingMode = 'fixed'): Promise<Entry> {
  const bytesFor = (body: string) => bytesOf(Buffer.from(body), 'text/html; charset=utf-8');
  return {
    key,
    version,
    build: 'b',
    mode,
    dependencies: ['brand'],
    status: 200,
    generatedAt: 1_648_646_400_000,
    staleAt: mode === 'fixed' ? null : 1_648_646_490_000,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    normal: await bytesFor(text),
    stale: mode === 'fixed' ? null : await bytesFor(`${text} stale`),
  };
}

test('bytes are compressed in both encodings, and read back as they were', async () => {
  const bytes = await bytesOf(Buffer.from('<p>Wien</p>'.repeat(200)), 'text/html');
  expect([bytes.gzip.length < 200, bytes.br.length < 200, unpack(pack(bytes))]).toEqual([true, true, bytes]);
  const small = await bytesOf(Buffer.from('{}'), 'application/json');
  expect([small.gzip.length, small.br.length, unpack(pack(small))]).toEqual([0, 0, small]);
  const packed = pack(bytes);
  for (const length of [0, 3, 4, 10, packed.length - 1]) expect(unpack(packed.subarray(0, length))).toBeNull();
});

describe('the library', () => {
  test('serves after a restart what it stored, with both variants', async () => {
    const entries = [await entryOf('/', 7, 'home', 'live'), await entryOf('/history?page=2', 3, 'history')];
    const library = await openLibrary(folder, OWN);
    for (const entry of entries) await library.put(entry);
    const again = await openLibrary(folder, OWN);
    expect([again.held('/'), await again.find('/history?page=2'), again.version()]).toEqual([...entries, 7]);
    expect(await again.find('/nothing')).toBeNull();
  });

  test('ignores what a crash left incomplete, at any length', async () => {
    const whole = await entryOf('/', 1, 'home '.repeat(300), 'live');
    const library = await openLibrary(folder, OWN);
    await library.put(whole);
    const [file = ''] = await readdir(folder);
    const stored = await readFile(path.join(folder, file));
    for (let length = 0; length < stored.length; length += 37) {
      await writeFile(path.join(folder, file), stored);
      await truncate(path.join(folder, file), length);
      await writeFile(path.join(folder, `${file}.part`), 'x');
      const found = (await openLibrary(folder, OWN)).held('/');
      expect([length, found?.stale === null ? 'without its variant' : found]).toEqual([length, undefined]);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  test('keeps live entries in memory, and reads others from disk when there is no room', async () => {
    const [home, one, two] = [
      await entryOf('/', 1, 'home', 'live'),
      await entryOf('/incidents/aaaaaaaaaaaa', 2, 'one'),
      await entryOf('/incidents/bbbbbbbbbbbb', 3, 'two'),
    ] as const;
    const library = await openLibrary(folder, OWN, sizeOf(one));
    for (const entry of [home, one, two]) await library.put(entry);
    expect([library.held(home.key), library.held(one.key), library.held(two.key)]).toEqual([home, undefined, two]);
    expect(await library.find(one.key)).toEqual(one);
    expect([library.held(one.key), library.held(two.key)]).toEqual([one, undefined]);
  });

  test('keeps the newer version when an entry is replaced while it is read from disk', async () => {
    const older = await entryOf('/incidents/aaaaaaaaaaaa', 1, 'older');
    const newer = { ...(await entryOf(older.key, 2, 'newer')), generatedAt: older.generatedAt + 1 };
    const other = await entryOf('/incidents/bbbbbbbbbbbb', 3, 'other');
    for (let delay = 0; delay < 20; delay++) {
      const library = await openLibrary(folder, OWN, 1);
      for (const entry of [older, other]) await library.put(entry);
      expect(library.held(older.key)).toBeUndefined();
      const putting = library.put(newer);
      const finding: Promise<unknown>[] = [];
      for (let i = 0; i < delay; i++) {
        finding.push(library.find(older.key));
        await new Promise(setImmediate);
      }
      await Promise.all([putting, ...finding]);
      expect([delay, (library.held(newer.key) ?? (await library.find(newer.key)))?.version]).toEqual([delay, 2]);
    }
  });

  test('does not bring back after a restart what no longer exists, or what it could not write', async () => {
    const library = await openLibrary(folder, OWN);
    const [absent, lost] = ['/incidents/aaaaaaaaaaaa', '/incidents/bbbbbbbbbbbb'];
    for (const key of [absent, lost]) await library.put(await entryOf(key, 1, 'public once'));
    await library.put({ ...(await entryOf(absent, 2, 'gone')), status: 404 });
    const blocked = path.join(folder, `${fileNameOf(lost)}.part`);
    await mkdir(blocked); // so that it cannot be written
    await library.put(await entryOf(lost, 3, 'changed'));
    await rmdir(blocked);
    expect([library.held(absent)?.status, library.held(lost)?.version]).toEqual([404, 3]);
    const again = await openLibrary(folder, OWN);
    expect([await again.find(absent), await again.find(lost)]).toEqual([null, null]);
  });

  test('removes what is no longer published', async () => {
    const library = await openLibrary(folder, OWN);
    for (const entry of [await entryOf('/', 1, 'home', 'live'), await entryOf('/uptime', 2, 'uptime')])
      await library.put(entry);
    await library.keepOnly(new Set(['/']));
    expect([library.held('/')?.version, library.held('/uptime'), (await readdir(folder)).length]).toEqual([
      1,
      undefined,
      1,
    ]);
  });

  test('tells who waits for an entry that it was replaced', async () => {
    const library = await openLibrary(folder, OWN);
    const [replaced, late] = [library.replaced('/uptime', 60_000), library.replaced('/history', 1)];
    await library.put(await entryOf('/uptime', 1, 'uptime'));
    expect(await Promise.all([replaced, late])).toEqual([true, false]);
  });
});

test('the library knows for how long it has had an entry by a clock that is never set back, unless it was read from disk', async () => {
  let monotonicMs = 1_000;
  const clock = { ...manualClock(1_648_646_400_000), monotonicMs: () => monotonicMs };
  const library = await openLibrary(folder, { ...OWN, clock });
  const entry = await entryOf('/', 1, 'home', 'live');
  await library.put(entry);
  monotonicMs += 90_000;
  const again = await openLibrary(folder, { ...OWN, clock });
  const read = again.held('/');
  expect([library.heldForMs(entry), read && again.heldForMs(read)]).toEqual([90_000, null]);
});
