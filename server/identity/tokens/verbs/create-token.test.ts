import { beforeAll, describe, expect, test } from 'vitest';
import { SCOPES } from '#domain/access/permission';
import { listTokens } from '#server/identity/tokens/reads/list-tokens';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { createToken } from './create-token.ts';
import { revokeToken } from './revoke-token.ts';

const world = testWorld();
const heartbeat = {
  kind: 'heartbeat',
  instance: 'nightly',
  intervalMs: 60_000,
  graceMs: 30_000,
  silentAfterMs: 90_000,
  createdAt: new Date(0),
};
beforeAll(async () => {
  const { id: componentId } = await world.ctx.prisma.component.findUniqueOrThrow({ where: { slug: 'serving' } });
  await world.ctx.prisma.source.create({ data: { name: 'nightly', ...heartbeat, componentId } });
});

describe('a token for pings', () => {
  test('is created for a heartbeat', async () => {
    const { text } = await createToken(as(world.ctx, ADA), { scopes: ['probes:ping'], source: 'nightly' });
    expect(text).toMatch(/^cnd_/);
  });

  test('is refused without a heartbeat of that name, and creates no source', async () => {
    const made = createToken(as(world.ctx, ADA), { scopes: ['probes:ping'], source: 'hourly' });
    await expect(made).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('catalog apply'),
    });
    expect(await world.ctx.prisma.source.count({ where: { name: 'hourly' } })).toBe(0);
    await createToken(as(world.ctx, ADA), { scopes: ['probes:write'], source: 'agent-a' });
    expect(await world.ctx.prisma.source.findUnique({ where: { name: 'agent-a' }, select: { kind: true } })).toEqual({
      kind: 'agent',
    });
    await expect(createToken(as(world.ctx, ADA), { scopes: ['probes:ping'], source: 'agent-a' })).rejects.toMatchObject(
      { code: 'invalid_input' },
    );
  });

  test('carries no other scope, and a heartbeat takes no other token', async () => {
    await expect(
      createToken(as(world.ctx, ADA), { scopes: ['probes:ping', 'probes:write'], source: 'nightly' }),
    ).rejects.toThrow('must be the only scope');
    await expect(createToken(as(world.ctx, ADA), { scopes: ['probes:write'], source: 'nightly' })).rejects.toThrow(
      'is a heartbeat',
    );
  });
});

describe('a token that acts as staff', () => {
  test('has a name, no source, and an audit entry', async () => {
    const { id, text } = await createToken(as(world.ctx, ADA), {
      scopes: ['incidents:write', 'incidents:read'],
      name: 'chat bot',
    });
    expect(await world.ctx.prisma.token.findUnique({ where: { id }, select: { sourceId: true, name: true } })).toEqual({
      sourceId: null,
      name: 'chat bot',
    });
    const entry = await world.ctx.prisma.auditRow.findFirstOrThrow({ orderBy: { seq: 'desc' } });
    expect([entry.action, entry.objectId, JSON.stringify(entry.after).includes(text.slice(-20))]).toEqual([
      'token:create',
      String(id),
      false,
    ]);
    for (const input of [{ name: 'x', source: 'agent-a' }, {}])
      await expect(createToken(as(world.ctx, ADA), { scopes: ['incidents:write'], ...input })).rejects.toMatchObject({
        code: 'invalid_input',
      });
  });

  test('cannot have a scope for probes', async () => {
    const both = createToken(as(world.ctx, ADA), { scopes: ['incidents:write', 'probes:write'], source: 'agent-a' });
    await expect(both).rejects.toThrow('Create separate tokens');
  });

  test('is created, listed and revoked by admins only, and never by a token', async () => {
    for (const actor of [VERA, CORY, ED, { kind: 'token', id: 1, scopes: SCOPES } as const]) {
      const ctx = as(world.ctx, actor);
      const attempts = [
        createToken(ctx, { scopes: ['incidents:read'], name: 'x' }),
        listTokens(ctx),
        revokeToken(ctx, '1'),
      ];
      for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect((await listTokens(as(world.ctx, ADA))).length).toBeGreaterThan(0);
  });
});

describe('the database', () => {
  const half = (change: object) => world.ctx.prisma.source.create({ data: { name: 'half', ...heartbeat, ...change } });

  test('refuses a heartbeat whose silence limit is not its interval plus grace, and an incomplete one', async () => {
    await expect(half({ componentId: 1, graceMs: 29_999 })).rejects.toThrow('source_heartbeat_silent');
    await expect(half({})).rejects.toThrow('source_heartbeat_whole');
    await expect(half({ componentId: 1, kind: 'edge', silentAfterMs: null })).rejects.toThrow('source_heartbeat');
    expect((await half({ componentId: 1 })).name).toBe('half');
  });
});
