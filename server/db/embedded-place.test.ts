import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isReachable } from './embedded-place.ts';

test('a folder is reachable for another user only where all folders above it may be entered', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-home-'));
  const other = { uid: 54_321, gid: 54_321 };
  try {
    await chmod(folder, 0o755);
    expect(await isReachable(path.join(folder, 'not-made-yet/data'), other)).toBe(true);
    await chmod(folder, 0o700);
    expect(await isReachable(path.join(folder, 'not-made-yet/data'), other)).toBe(false);
    expect(await isReachable(folder, { uid: process.getuid?.() ?? 0, gid: 0 })).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
