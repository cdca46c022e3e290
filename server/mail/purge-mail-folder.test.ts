import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '#domain/time/calendar';
import { purgeMailFolder } from './purge-mail-folder.ts';

const NOW = Date.parse('2022-03-30T12:00:00Z');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-mail-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(name: string, ageMs: number): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, '');
  await utimes(file, (NOW - ageMs) / 1_000, (NOW - ageMs) / 1_000);
}
const nameOf = (digit: number) => `${String(digit).repeat(16)}.eml`;

test('saved e-mails are deleted after 30 days, and beyond a number the oldest ones; other files stay', async () => {
  for (const [digit, days] of [29, 30, 31, 1, 2].entries()) await save(nameOf(digit), days * DAY_MS);
  await save('notes.txt', 100 * DAY_MS);
  await purgeMailFolder(folder, NOW);
  expect((await readdir(folder)).sort()).toEqual([nameOf(0), nameOf(3), nameOf(4), 'notes.txt']);
  await purgeMailFolder(folder, NOW, 2);
  expect((await readdir(folder)).sort()).toEqual([nameOf(3), nameOf(4), 'notes.txt']);
  await purgeMailFolder(path.join(folder, 'absent'), NOW);
});
