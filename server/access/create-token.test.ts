import { beforeAll, describe, expect, test } from 'vitest';
import { testWorld } from '../test/database.ts';
import { createToken } from './create-token.ts';

const world = testWorld();
const heartbeat = { kind: 'heartbeat', instance: 'nightly', intervalMs: 60_000, graceMs: 30_000, quietAfterMs: 90_000, createdAt: new Date(0) };
beforeAll(async () => {
  const { id: componentId } = await world.ctx.prisma.component.findUniqueOrThrow({ where: { slug: 'serving' } });
  await world.ctx.prisma.source.create({ data: { name: 'nightly', ...heartbeat, componentId } });
});

describe('a token for pings', () => {
  test('is made for a heartbeat', async () => {
    const { text } = await createToken(world.ctx, { scopes: ['probes:ping'], source: 'nightly' });
    expect(text).toMatch(/^cnd_/);
  });

  test('is refused where no heartbeat has that name, and makes no source by the way', async () => {
    const made = createToken(world.ctx, { scopes: ['probes:ping'], source: 'hourly' });
    await expect(made).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('catalog apply') });
    expect(await world.ctx.prisma.source.count({ where: { name: 'hourly' } })).toBe(0);
    await createToken(world.ctx, { scopes: ['probes:write'], source: 'agent-a' });
    expect(await world.ctx.prisma.source.findUnique({ where: { name: 'agent-a' }, select: { kind: true } })).toEqual({ kind: 'agent' });
    await expect(createToken(world.ctx, { scopes: ['probes:ping'], source: 'agent-a' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('carries no other scope, and a heartbeat takes no other token', async () => {
    await expect(createToken(world.ctx, { scopes: ['probes:ping', 'probes:write'], source: 'nightly' })).rejects.toThrow('stands alone');
    await expect(createToken(world.ctx, { scopes: ['probes:write'], source: 'nightly' })).rejects.toThrow('is a heartbeat');
  });
});

describe('the database', () => {
  const half = (change: object) => world.ctx.prisma.source.create({ data: { name: 'half', ...heartbeat, ...change } });

  test('takes no heartbeat whose quiet time is not its interval and grace, and none that is described by half', async () => {
    await expect(half({ componentId: 1, graceMs: 29_999 })).rejects.toThrow('source_heartbeat_quiet');
    await expect(half({})).rejects.toThrow('source_heartbeat_whole');
    await expect(half({ componentId: 1, kind: 'edge', quietAfterMs: null })).rejects.toThrow('source_heartbeat');
    expect((await half({ componentId: 1 })).name).toBe('half');
  });
});
