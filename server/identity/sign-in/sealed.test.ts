import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { seal, unseal } from './sealed.ts';

const world = testWorld();

test('opens what was sealed for the same purpose', async () => {
  const sealed = await seal(world.ctx, 'totp', 'a secret');
  expect(sealed).not.toContain(Buffer.from('a secret').toString('base64url'));
  expect(await unseal(world.ctx, 'totp', sealed)).toBe('a secret');
  expect(await seal(world.ctx, 'totp', 'a secret')).not.toBe(sealed);
});

test('opens nothing that was sealed for another purpose, changed or made up', async () => {
  const sealed = await seal(world.ctx, 'totp', 'a secret');
  const bytes = Buffer.from(sealed, 'base64url');
  bytes[14] = (bytes[14] as number) ^ 1;
  expect(await unseal(world.ctx, 'device', sealed)).toBeNull();
  for (const changed of [bytes.toString('base64url'), sealed.slice(0, -4), '', 'x', 'x'.repeat(60)])
    expect(await unseal(world.ctx, 'totp', changed)).toBeNull();
});
