import { beforeEach, describe, expect, test } from 'vitest';
import { listTokens } from '#server/identity/tokens/reads/list-tokens';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { createToken } from './create-token.ts';
import { revokeToken } from './revoke-token.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);
const ada = () => as(world.ctx, ADA);
let token: { id: number; prefix: string };

const revocations = () =>
  world.ctx.prisma.auditRow.findMany({ where: { action: 'token:revoke', objectId: String(token.id) } });
const revokedAt = async (id = token.id) => (await listTokens(ada())).find((one) => one.id === id)?.revokedAt;

beforeEach(async () => {
  const { id, text } = await createToken(ada(), { scopes: ['incidents:read'], name: 'desk' });
  token = { id, prefix: text.split('_')[1] ?? '' };
});

describe('revoking a token', () => {
  test('by its id is audited once, with its prefix, and leaves other tokens valid', async () => {
    const other = await createToken(ada(), { scopes: ['incidents:read'], name: 'other' });
    await revokeToken(ada(), String(token.id));
    expect([await revokedAt(), await revokedAt(other.id)]).toEqual([new Date(T0), null]);
    expect(await revocations()).toMatchObject([
      { actorId: 'ada', objectKind: 'token', before: { prefix: token.prefix }, after: null },
    ]);
  });

  test('is possible by its prefix', async () => {
    await revokeToken(ada(), token.prefix);
    expect([await revokedAt(), (await revocations()).length]).toEqual([new Date(T0), 1]);
  });

  test('twice is rejected, and keeps the time of the first', async () => {
    await revokeToken(ada(), token.prefix);
    world.clock.set(T0 + 1_000);
    await expect(revokeToken(ada(), token.prefix)).rejects.toMatchObject({
      code: 'not_found',
      message: `No active token matches "${token.prefix}". Run "token list" to see all tokens.`,
    });
    world.clock.set(T0);
    expect([await revokedAt(), (await revocations()).length]).toEqual([new Date(T0), 1]);
  });

  test.each(['', '-1', '1e3', '9999999999', '%', '999999999'])('rejects %j, which names no token', async (named) => {
    await expect(revokeToken(ada(), named)).rejects.toMatchObject({ code: 'not_found' });
    expect(await revokedAt()).toBeNull();
  });

  test('without permission changes nothing', async () => {
    await expect(revokeToken(as(world.ctx, ED), token.prefix)).rejects.toMatchObject({ code: 'forbidden' });
    expect([await revokedAt(), await revocations()]).toEqual([null, []]);
  });
});
