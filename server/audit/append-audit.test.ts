import { beforeEach, describe, expect, test } from 'vitest';
import type { ActingContext, Actor } from '#server/actor';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { ADA, as, CORY } from '#server/test/people';
import { appendAudit } from './append-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const T0 = Date.parse('2022-03-30T13:21:00.123Z');
const world = testWorld(T0, AS_IN_PRODUCTION);
const by = (actor: Actor) => as(world.ctx, actor);

function append(ctx: ActingContext, id: number, after: unknown = { n: id }): Promise<void> {
  return world.ctx.prisma.$transaction((tx) =>
    appendAudit(tx, ctx, {
      action: 'catalog:change-region',
      object: { kind: 'region', id },
      before: null,
      after,
      reason: 'because',
    }),
  );
}

/** Changes the log like an owner of the database could: without triggers. */
async function tamper(sql: string): Promise<void> {
  const tables = ['audit_log', 'audit_head'];
  const set = (state: string) => tables.map((table) => `ALTER TABLE ${table} ${state} TRIGGER USER;`).join(' ');
  await world.ctx.web.query(`${set('DISABLE')} ${sql}; ${set('ENABLE')}`);
}

beforeEach(() =>
  tamper("DELETE FROM audit_log; UPDATE audit_head SET seq = 0, hash = decode(repeat('00', 32), 'hex')"),
);

describe('an entry', () => {
  test('records actor, action, object, time and the values before and after', async () => {
    await append(by(ADA), 7, {
      title: 'Ü € \u2028',
      at: new Date(T0),
      gone: undefined,
      share: 0.1,
      big: 1e21,
      list: [{ b: 1, a: -0 }],
    });
    const { prevHash, hash, ...row } = await world.ctx.prisma.auditRow.findUniqueOrThrow({ where: { seq: 1 } });
    expect(row).toEqual({
      seq: 1n,
      at: new Date(T0),
      actorKind: 'staff',
      actorId: 'ada',
      action: 'catalog:change-region',
      objectKind: 'region',
      objectId: '7',
      before: null,
      after: { title: 'Ü € \u2028', at: '2022-03-30T13:21:00.123Z', share: 0.1, big: 1e21, list: [{ b: 1, a: 0 }] },
      reason: 'because',
    });
    expect([prevHash.length, hash.length, await verifyAudit(by(ADA))]).toEqual([
      32,
      32,
      { entries: 1, hash: Buffer.from(hash).toString('hex'), broken: null },
    ]);
  });

  test('is rolled back with the change', async () => {
    const change = world.ctx.prisma.$transaction(async (tx) => {
      await appendAudit(tx, by(ADA), {
        action: 'catalog:change-region',
        object: { kind: 'region', id: 1 },
        before: null,
        after: null,
      });
      throw new Error('undone');
    });
    await expect(change).rejects.toThrow('undone');
    expect(await verifyAudit(by(ADA))).toMatchObject({ entries: 0, broken: null });
  });

  test('has its own place in the chain among concurrent ones', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => append(by(i % 2 ? ADA : { kind: 'token', id: 3, scopes: [] }), i)),
    );
    expect(await verifyAudit(by({ kind: 'system', name: 'test' }))).toMatchObject({ entries: 20, broken: null });
  });

  test('can be neither changed nor removed', async () => {
    await append(by(ADA), 1);
    for (const sql of [
      "UPDATE audit_log SET actor_id = 'cory'",
      'DELETE FROM audit_log',
      'TRUNCATE audit_log',
      'DELETE FROM audit_head',
    ])
      await expect(world.ctx.web.query(sql)).rejects.toThrow('is append-only');
    for (const seq of [0, 1, 3])
      await expect(world.ctx.web.query('UPDATE audit_head SET seq = $1', [seq])).rejects.toThrow('one entry at a time');
  });
});

describe('verifying', () => {
  beforeEach(async () => {
    for (let i = 1; i <= 4; i++) await append(by(ADA), i);
    expect(await verifyAudit(by(ADA))).toMatchObject({ entries: 4, broken: null });
  });

  test.each([
    ['who', "actor_id = 'cory'"],
    ['when', "at = at + interval '1 ms'"],
    ['what', 'after = \'{"n": 9}\''],
    ['why', 'reason = NULL'],
  ])('detects a changed %s', async (_, change) => {
    await tamper(`UPDATE audit_log SET ${change} WHERE seq = 2`);
    expect(await verifyAudit(by(ADA))).toMatchObject({ entries: 1, broken: { seq: 2, why: 'changed' } });
  });

  test.each([1, 3, 4])('detects that entry %i is missing', async (seq) => {
    await tamper(`DELETE FROM audit_log WHERE seq = ${seq}`);
    expect(await verifyAudit(by(ADA))).toMatchObject({ broken: { seq, why: 'removed' } });
  });

  test('detects that the newest entry was replaced', async () => {
    await tamper("UPDATE audit_log SET hash = decode(repeat('11', 32), 'hex') WHERE seq = 4");
    expect(await verifyAudit(by(ADA))).toMatchObject({ broken: { seq: 4, why: 'changed' } });
  });

  test('detects a truncated or rewritten log by an entry that was noted elsewhere', async () => {
    const { entries: seq, hash } = await verifyAudit(by(ADA));
    const kept = { seq, hash };
    await append(by(ADA), 5);
    expect((await verifyAudit(by(ADA), kept)).broken).toBeNull();
    expect((await verifyAudit(by(ADA), { seq, hash: '00'.repeat(32) })).broken).toEqual({ seq, why: 'changed' });
    const [before] = (
      await world.ctx.web.query('SELECT encode(hash, $1) AS hash FROM audit_log WHERE seq = 3', ['hex'])
    ).rows;
    await tamper(
      `DELETE FROM audit_log WHERE seq > 3; UPDATE audit_head SET seq = 3, hash = decode('${before.hash}', 'hex')`,
    );
    expect(await verifyAudit(by(ADA))).toMatchObject({ entries: 3, broken: null });
    expect((await verifyAudit(by(ADA), kept)).broken).toEqual({ seq: 4, why: 'removed' });
    await append(by(ADA), 9);
    expect((await verifyAudit(by(ADA), kept)).broken).toEqual({ seq: 4, why: 'changed' });
  });

  test('is for those who may read the log', async () => {
    await expect(verifyAudit(by(CORY))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(verifyAudit(by({ kind: 'token', id: 1, scopes: ['incidents:write'] }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await verifyAudit(by({ kind: 'token', id: 1, scopes: ['audit:read'] }))).broken).toBeNull();
  });
});
