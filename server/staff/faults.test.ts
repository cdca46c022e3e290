import { afterEach, describe, expect, test } from 'vitest';
import type { ActingContext } from '../actor.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { systemClock } from '../clock.ts';
import { aBrowser } from '../test/browser.ts';
import { testWorld } from '../test/database.ts';
import { faultAtEachCall } from '../test/faults.ts';
import { mailsIn } from '../test/mailbox.ts';
import { ADA, as, PASSWORD, plantPerson, VERA } from '../test/people.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changePassword } from './change-password.ts';
import { changeRole, setActive } from './change-staff.ts';
import { createInvitation, invite } from './invite.ts';
import { endOwnSession, endSessionsOf, ownSessions } from './sessions.ts';
import { beginSetUp, completeSetUp } from './set-up.ts';

const world = testWorld(systemClock.now());
const ada = () => as(world.ctx, ADA);
const TABLES = ['staff', 'staff_account', 'staff_session', 'invitation'];
const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? '';

/** Everything that is stored of staff; and how long the audit log is. */
async function everything(): Promise<{ rows: string; audited: number }> {
  const parts = await Promise.all(
    TABLES.map((table) => world.ctx.web.query(`SELECT COALESCE(jsonb_agg(t ORDER BY t::text), '[]')::text AS rows FROM ${table} t`)),
  );
  return { rows: parts.map(({ rows }) => rows[0].rows).join('\n'), audited: await world.ctx.prisma.auditRow.count() };
}

/** A person who is signed in, as themselves. */
async function vera(local: string) {
  const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', local);
  const browser = aBrowser(world.ctx);
  await browser.signIn(email, PASSWORD);
  return { id, browser, ctx: as(world.ctx, { ...VERA, id } as typeof VERA) };
}

/** `given`: whoever acts, and what they do once. */
type Case = [name: string, given: () => Promise<[ActingContext, (ctx: ActingContext) => Promise<unknown>]>];

const CASES: Case[] = [
  [
    'setting up',
    async () => {
      const token = tokenOf(await beginSetUp(world.ctx));
      return [ada(), (ctx) => completeSetUp(ctx, { token, name: 'Ada Admin', email: 'ada@status.example', password: PASSWORD })];
    },
  ],
  ['inviting', async () => [ada(), (ctx) => invite(ctx, { email: 'new@status.example', role: 'editor' })]],
  [
    'accepting an invitation',
    async () => {
      const token = tokenOf((await createInvitation(ada(), { email: 'ed@status.example', role: 'editor' })).link);
      return [ada(), (ctx) => acceptInvitation(ctx, { token, name: 'Ed Editor', password: PASSWORD })];
    },
  ],
  [
    'another role',
    async () => {
      const { id } = await vera('role');
      return [ada(), (ctx) => changeRole(ctx, { id, role: 'editor' })];
    },
  ],
  [
    'keeping somebody out',
    async () => {
      const { id } = await vera('out');
      return [ada(), (ctx) => setActive(ctx, { id, isActive: false })];
    },
  ],
  [
    'ending the sessions of somebody',
    async () => {
      const { id } = await vera('ended');
      return [ada(), (ctx) => endSessionsOf(ctx, { id })];
    },
  ],
  [
    'ending one’s own session',
    async () => {
      const { ctx: own } = await vera('own');
      const [session] = await ownSessions(own);
      return [own, (ctx) => endOwnSession(ctx, { id: session?.id })];
    },
  ],
  [
    'a new password',
    async () => {
      const { ctx: own, browser } = await vera('password');
      return [own, (ctx) => changePassword(ctx, browser.visit(), { current: PASSWORD, next: 'another long one' })];
    },
  ],
];

describe('a fault at the n-th call of the database', () => {
  afterEach(async () => expect(await verifyAudit(ada())).toMatchObject({ broken: null }));

  test.each(CASES)('while %s leaves both the change and its audit row, or neither', async (_, given) => {
    const [acting, work] = await given();
    const before = await everything();
    const calls = await faultAtEachCall(acting, work, everything);
    const after = await everything();
    expect(calls).toBeGreaterThan(3);
    expect(after.audited).toBe(before.audited + 1);
    expect(after.rows).not.toBe(before.rows);
  });

  test('sends no mail for an invitation that is not stored', async () => {
    expect((await mailsIn(world.mailFolder)).map(({ to }) => to)).toEqual(['new@status.example']);
  });
});
