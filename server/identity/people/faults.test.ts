import { afterEach, describe, expect, test } from 'vitest';
import type { ActingContext } from '#server/actor';
import { verifyAudit } from '#server/audit/verify-audit';
import { systemClock } from '#server/clock';
import { acceptInvitation } from '#server/identity/people/verbs/accept-invitation';
import { changePassword } from '#server/identity/people/verbs/change-password';
import { changeRole, setActive } from '#server/identity/people/verbs/change-staff';
import { createAccessReset } from '#server/identity/people/verbs/create-access-reset';
import { endSecondFactorOf } from '#server/identity/people/verbs/end-second-factor-of';
import { createInvitation, invite } from '#server/identity/people/verbs/invite';
import { limitComponents } from '#server/identity/people/verbs/limit-components';
import { resetPassword } from '#server/identity/people/verbs/reset-password';
import { beginSetUp, completeSetUp } from '#server/identity/people/verbs/set-up';
import { endOwnSession, endSessionsOf, ownSessions } from '#server/identity/sessions/sessions';
import { giveCode } from '#server/identity/sign-in/give-code';
import type { Client } from '#server/identity/sign-in/request-client';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
} from '#server/identity/sign-in/second-factor';
import { signIn } from '#server/identity/sign-in/sign-in';
import { aBrowser } from '#server/test/browser';
import { testWorld } from '#server/test/database';
import { faultAtEachCall } from '#server/test/faults';
import { mailsIn } from '#server/test/mailbox';
import { ADA, as, PASSWORD, plantPerson, VERA } from '#server/test/people';
import { setUpSecondFactor } from '#server/test/second-factor';

const world = testWorld(systemClock.now());
const ada = () => as(world.ctx, ADA);
const TABLES = [
  'staff',
  'staff_account',
  'staff_session',
  'second_factor',
  'invitation',
  'access_reset',
  'staff_component',
];
const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? '';

/** Returns everything that is stored of staff, and the length of the audit log. */
async function everything(): Promise<{ rows: string; audited: number }> {
  const parts = await Promise.all(
    TABLES.map((table) =>
      world.ctx.web.query(`SELECT COALESCE(jsonb_agg(t ORDER BY t::text), '[]')::text AS rows FROM ${table} t`),
    ),
  );
  return { rows: parts.map(({ rows }) => rows[0].rows).join('\n'), audited: await world.ctx.prisma.auditRow.count() };
}

/** Returns a signed-in person. */
async function vera(local: string) {
  const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', local);
  const browser = aBrowser(world.ctx);
  await browser.signIn(email, PASSWORD);
  return { id, email, browser, ctx: as(world.ctx, { ...VERA, id } as typeof VERA) };
}

let places = 0;

/** Returns the same browser at another address each time, and unknown, so that no limit of attempts is reached. */
function fromNewPlace(client: Client): Client {
  const cookie = (client.headers.get('cookie') ?? '').replace(/candor\.device=[^;]*(; )?/, '');
  return { headers: new Headers({ cookie, 'user-agent': 'Test' }), address: `198.51.100.${++places}` };
}

/** Returns a person with a second factor, whose first code was confirmed or not. */
async function withSecondFactor(local: string, isConfirmed = true) {
  const person = await vera(local);
  return { ...person, ...(await setUpSecondFactor(person.ctx, person.browser.client(), isConfirmed)) };
}

/** Returns a new browser of such a person, in which the code is asked for. */
async function asked(local: string) {
  const { email, recoveryCodes, code } = await withSecondFactor(local);
  const browser = aBrowser(world.ctx);
  expect((await browser.signIn(email, PASSWORD)).next).toBe('second_factor');
  return { browser, recoveryCodes, code };
}

/** Gives a code as if for the first time: each try counts, and the test needs more of them than are allowed. */
async function givingCode(ctx: ActingContext, client: Client, code: string | undefined): Promise<void> {
  await world.ctx.staff.query('DELETE FROM attempt');
  await giveCode(ctx, client, { code });
}

/** `given` returns the context of the actor, and what they do once. */
type Case = [name: string, given: () => Promise<[ActingContext, (ctx: ActingContext) => Promise<unknown>]>];

const CASES: Case[] = [
  [
    'setting up',
    async () => {
      const token = tokenOf(await beginSetUp(world.ctx));
      return [
        ada(),
        (ctx) => completeSetUp(ctx, { token, name: 'Ada Admin', email: 'ada@status.example', password: PASSWORD }),
      ];
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
    'changing a role',
    async () => {
      const { id } = await vera('role');
      return [ada(), (ctx) => changeRole(ctx, { id, role: 'editor' })];
    },
  ],
  [
    'deactivating a person',
    async () => {
      const { id } = await vera('out');
      return [ada(), (ctx) => setActive(ctx, { id, isActive: false })];
    },
  ],
  [
    'ending the sessions of another person',
    async () => {
      const { id } = await vera('ended');
      return [ada(), (ctx) => endSessionsOf(ctx, { id })];
    },
  ],
  [
    'ending an own session',
    async () => {
      const { ctx: own } = await vera('own');
      const [session] = await ownSessions(own);
      return [own, (ctx) => endOwnSession(ctx, { id: session?.id })];
    },
  ],
  [
    'changing a password',
    async () => {
      const { ctx: own, browser } = await vera('password');
      return [own, (ctx) => changePassword(ctx, browser.client(), { current: PASSWORD, next: 'another long one' })];
    },
  ],
  [
    'signing in',
    async () => {
      const { email } = await vera('signs-in');
      return [ada(), (ctx) => signIn(ctx, fromNewPlace(aBrowser(ctx).client()), { email, password: PASSWORD })];
    },
  ],
  [
    'giving a code',
    async () => {
      const { browser, code } = await asked('code');
      const now = code(0);
      return [ada(), (ctx) => givingCode(ctx, browser.client(), now)];
    },
  ],
  [
    'giving a recovery code',
    async () => {
      const { browser, recoveryCodes } = await asked('recovers');
      return [ada(), (ctx) => givingCode(ctx, browser.client(), recoveryCodes[0])];
    },
  ],
  [
    'beginning a second factor',
    async () => {
      const { ctx: own, browser } = await vera('begins');
      return [own, (ctx) => beginSecondFactor(ctx, fromNewPlace(browser.client()), { password: PASSWORD })];
    },
  ],
  [
    'confirming a second factor',
    async () => {
      const { ctx: own, code } = await withSecondFactor('confirms', false);
      const now = code(0);
      return [own, (ctx) => confirmSecondFactor(ctx, { code: now })];
    },
  ],
  [
    'renewing recovery codes',
    async () => {
      const { ctx: own, browser } = await withSecondFactor('renews');
      return [own, (ctx) => renewRecoveryCodes(ctx, fromNewPlace(browser.client()), { password: PASSWORD })];
    },
  ],
  [
    'ending a second factor',
    async () => {
      const { ctx: own, browser } = await withSecondFactor('ends');
      return [own, (ctx) => endSecondFactor(ctx, fromNewPlace(browser.client()), { password: PASSWORD })];
    },
  ],
  [
    'ending the second factor of another person',
    async () => {
      const { id } = await withSecondFactor('loses');
      return [ada(), (ctx) => endSecondFactorOf(ctx, { id })];
    },
  ],
  [
    'limiting a communicator to components',
    async () => {
      const { id } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator', 'limited');
      return [ada(), (ctx) => limitComponents(ctx, { id, components: ['serving'] })];
    },
  ],
  [
    'creating a link for a new password',
    async () => {
      const { email } = await vera('resets');
      return [ada(), (ctx) => createAccessReset(ctx, { email })];
    },
  ],
  [
    'resetting a password',
    async () => {
      const { email } = await withSecondFactor('forgets');
      const { link } = await createAccessReset(ada(), { email });
      return [ada(), (ctx) => resetPassword(ctx, { token: tokenOf(link), password: 'another long one' })];
    },
  ],
];

describe('a failure of the n-th call of the database', () => {
  afterEach(async () => expect(await verifyAudit(ada())).toMatchObject({ broken: null }));

  test.each(CASES)('while %s leaves both the change and its audit entry, or neither', async (_, given) => {
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
