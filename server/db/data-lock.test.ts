import { execFile } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isHeld, lockDataDir } from './data-lock.ts';

let parent = '';
let folder = '';
const lockFile = () => path.join(folder, 'candor.lock');
/** No process has this number: Linux ends at 2^22. */
const NO_PID = 2 ** 22 + 1;

beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'candor-lock-'));
  folder = path.join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true }));

describe('the lock of a data folder', () => {
  test('creates the folder, is readable for its owner only, and leaves no other file', async () => {
    const unlock = await lockDataDir(folder);
    expect(await readdir(folder)).toEqual(['candor.lock']);
    expect((await stat(lockFile())).mode & 0o777).toBe(0o600);
    await unlock();
    expect(await readdir(folder)).toEqual([]);
  });

  test('is refused while a running process holds it, and given again after that', async () => {
    const unlock = await lockDataDir(folder);
    expect(await isHeld(folder)).toBe(true);
    await expect(lockDataDir(folder)).rejects.toMatchObject({
      code: 'already_running',
      message: `Another Candor process is using DATA_DIR ${folder}. Stop it, or set DATA_DIR to another folder.`,
    });
    expect(await isHeld(folder)).toBe(true);
    expect(await readdir(folder)).toEqual(['candor.lock']);
    await unlock();
    expect(await isHeld(folder)).toBe(false);
    await (await lockDataDir(folder))();
  });

  test.each([
    ['a process that has ended', `${NO_PID} 123`],
    ['an earlier process with the number of a running one', `${process.pid} 1`],
    ['nothing: the disk was full', ''],
    ['an unreadable process', 'garbage'],
  ])('is taken over from %s', async (_, left) => {
    await (await lockDataDir(folder))();
    await writeFile(lockFile(), left);
    expect(await isHeld(folder)).toBe(false);
    const unlock = await lockDataDir(folder);
    expect([await isHeld(folder), await readdir(folder)]).toEqual([true, ['candor.lock']]);
    expect(Number.parseInt(await readFile(lockFile(), 'utf8'), 10)).toBe(process.pid);
    await unlock();
  });

  test('is not taken from a process that replaced a stale lock after it was read', async () => {
    await (await lockDataDir(folder))();
    await promisify(execFile)('mkfifo', [lockFile()]); // reading a pipe waits until something is written to it
    const late = lockDataDir(folder);
    const stale = await open(lockFile(), 'w'); // opens when the other side reads
    await rm(lockFile());
    const unlock = await lockDataDir(folder);
    await stale.writeFile(`${NO_PID} 123`);
    await stale.close();
    await expect(late).rejects.toMatchObject({ code: 'already_running' });
    expect([await isHeld(folder), await readdir(folder)]).toEqual([true, ['candor.lock']]);
    await unlock();
  });

  test('is taken over after a takeover was killed', async () => {
    await (await lockDataDir(folder))();
    for (const name of ['candor.lock', 'candor.lock.takeover'])
      await writeFile(path.join(folder, name), `${NO_PID} 123`);
    const unlock = await lockDataDir(folder);
    expect([await isHeld(folder), await readdir(folder)]).toEqual([true, ['candor.lock']]);
    await unlock();
  });

  test('does not exist in a folder without a lock file', async () => {
    expect(await isHeld(folder)).toBe(false);
  });

  test('names the setting where the folder cannot be created', async () => {
    await writeFile(folder, 'a file');
    await expect(lockDataDir(path.join(folder, 'below'))).rejects.toMatchObject({
      code: 'bad_environment',
      message: expect.stringMatching(/^DATA_DIR: cannot create .*below: ENOTDIR/),
    });
  });
});
