import { describe, expect, test } from 'vitest';
import { verifyAudit } from '#server/audit/verify-audit';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { aBrowser } from '#server/test/browser';
import { testWorld } from '#server/test/database';
import { ADA, as, plantPerson } from '#server/test/people';
import { prepareDemo } from './prepare-demo.ts';

const world = testWorld(Date.parse('2026-11-23T15:07:33.210Z'));
const people = () =>
  world.ctx.prisma.staff.findMany({
    orderBy: { email: 'asc' },
    select: { name: true, role: true, passwordHash: true },
  });

describe('the staff of the demo', () => {
  test('has one account per role, each with a random password that is stored only as a hash', async () => {
    const { accounts } = await prepareDemo(world.ctx);
    expect(accounts.map(({ email, role }) => [email, role])).toEqual([
      ['ada@larkfield.example', 'admin'],
      ['ed@larkfield.example', 'editor'],
      ['cory@larkfield.example', 'communicator'],
      ['vera@larkfield.example', 'viewer'],
    ]);
    expect(new Set(accounts.map(({ password }) => password)).size).toBe(4);
    for (const { email, password } of accounts) {
      expect(password).toMatch(/^[\w-]{16}$/);
      expect((await aBrowser(world.ctx).signIn(email, password)).next).toBe('console');
    }
    const stored = JSON.stringify(await people());
    for (const { password } of accounts) expect(stored).not.toContain(password);
    expect(await verifyAudit(as(world.ctx, ADA))).toMatchObject({ broken: null });
  });

  test('stays as it is at a later start, which knows no password', async () => {
    const before = await people();
    expect((await prepareDemo(world.ctx)).accounts).toEqual([]);
    expect(await people()).toEqual(before);
  });
});

describe('a database in use', () => {
  const other = testWorld();
  const refusal = (what: string) => ({
    code: 'bad_environment',
    message: `--demo: the database contains ${what} and was not changed. Set DATA_DIR to an empty folder.`,
  });

  test('gets no accounts of a demo if it has staff or incidents', async () => {
    await openIncident(as(other.ctx, ADA), { title: 'Slow answers', body: 'We are investigating.' });
    await expect(prepareDemo(other.ctx)).rejects.toMatchObject(refusal('incidents'));
    await plantPerson(other.ctx, 'Ada Admin', 'admin');
    await expect(prepareDemo(other.ctx)).rejects.toMatchObject(refusal('staff accounts'));
    expect(await other.ctx.prisma.staff.count()).toBe(1);
    expect(await other.ctx.prisma.source.count()).toBe(0);
  });
});
