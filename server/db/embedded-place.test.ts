import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isReachable } from './embedded-place.ts';

test('a folder below one that only its owner may enter is out of reach of another user, an open one is not', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-home-'));
  const stranger = { uid: 54_321, gid: 54_321 };
  try {
    await chmod(folder, 0o755);
    expect(await isReachable(path.join(folder, 'not-made-yet/data'), stranger)).toBe(true);
    await chmod(folder, 0o700);
    expect(await isReachable(path.join(folder, 'not-made-yet/data'), stranger)).toBe(false);
    expect(await isReachable(folder, { uid: process.getuid?.() ?? 0, gid: 0 })).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
