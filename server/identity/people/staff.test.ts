import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { listStaff } from '#server/identity/people/reads/list-staff';
import { acceptInvitation, openInvitation } from '#server/identity/people/verbs/accept-invitation';
import { changePassword } from '#server/identity/people/verbs/change-password';
import { changeRole, setActive } from '#server/identity/people/verbs/change-staff';
import { createInvitation, invite } from '#server/identity/people/verbs/invite';
import { endOwnSession, endSessionsOf, ownSessions } from '#server/identity/sessions/sessions';
import { aBrowser } from '#server/test/browser';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { linkIn, mailsIn } from '#server/test/mailbox';
import { ADA, as, CORY, ED, PASSWORD, plantPerson, VERA } from '#server/test/people';

const DAY_MS = 86_400_000;
const T0 = systemClock.now();
const world = testWorld(T0, AS_IN_PRODUCTION);
const ada = () => as(world.ctx, ADA);
let admin: { id: string; email: string };
beforeAll(async () => {
  admin = await plantPerson(world.ctx, 'Ada Admin', 'admin');
});

async function audited(): Promise<string[]> {
  return (await world.ctx.prisma.auditRow.findMany({ orderBy: { seq: 'asc' } })).map((row) => row.action);
}

const tokenOf = (link: string) => link.split('/').at(-1) as string;

describe('an invitation', () => {
  test('goes to one person by mail, leaves no name in the log, and creates one account', async () => {
    const { link } = await invite(ada(), { email: 'Cory@Status.Example', role: 'communicator' });
    expect(link).toMatch(/\/invitation\/[\w-]+$/); // mail is written to a folder, so the admin passes it on
    expect((await mailsIn(world.mailFolder)).some(({ text }) => text.includes(link ?? 'none'))).toBe(true);
    const [mail] = await mailsIn(world.mailFolder);
    expect(mail).toMatchObject({
      to: 'cory@status.example',
      subject: '[Service status] Invitation to the status page',
    });
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    const token = tokenOf(linkIn(mail?.text ?? ''));
    expect(await openInvitation(world.ctx, token)).toMatchObject({
      email: 'cory@status.example',
      role: 'communicator',
    });
    const accept = () => acceptInvitation(world.ctx, { token, name: 'Cory Communicator', password: PASSWORD });
    const outcomes = await Promise.allSettled([accept(), accept(), accept()]);
    expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(accept()).rejects.toMatchObject({ code: 'not_found' });
    expect((await aBrowser(world.ctx).signIn('cory@status.example', PASSWORD)).next).toBe('console');
    expect(await audited()).toEqual(['invitation:create', 'staff:create', 'session:begin']);
    expect(
      JSON.stringify(await world.ctx.web.query('SELECT actor_id, before, after, reason FROM audit_log')),
    ).not.toMatch(/cory/i);
  });

  test('is void after three days or after another invitation to the same address; only the hash of its token is stored', async () => {
    const first = tokenOf((await createInvitation(ada(), { email: 'ed@status.example', role: 'editor' })).link);
    const second = tokenOf((await createInvitation(ada(), { email: 'ed@status.example', role: 'editor' })).link);
    expect((await audited()).slice(-2)).toEqual(['invitation:void', 'invitation:create']);
    expect(await openInvitation(world.ctx, first)).toBeNull();
    expect(await openInvitation(world.ctx, second)).not.toBeNull();
    const { rows } = await world.ctx.web.query("SELECT encode(token_hash, 'escape') AS token FROM invitation");
    expect(JSON.stringify(rows)).not.toContain(second);
    world.clock.set(T0 + 3 * DAY_MS);
    expect(await openInvitation(world.ctx, second)).toBeNull();
    world.clock.set(T0);
  });

  test('is refused for anything but one plain address, and for staff', async () => {
    for (const email of [
      'a@b.example, c@d.example',
      'Ada <ada@status.example>',
      'a@b.example\r\nBcc: c@d.example',
      'a@b',
      '',
    ])
      await expect(invite(ada(), { email, role: 'viewer' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(invite(ada(), { email: admin.email, role: 'viewer' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(invite(ada(), { email: 'a@b.example', role: 'owner' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('refuses additional fields and short passwords', async () => {
    const token = tokenOf((await createInvitation(ada(), { email: 'ed@status.example', role: 'viewer' })).link);
    const accept = (change: object) =>
      acceptInvitation(world.ctx, { token, name: 'Ed Editor', password: PASSWORD, ...change });
    for (const change of [
      { role: 'admin' },
      { email: 'x@y.example' },
      { id: 'ada' },
      { password: 'elevenchars' },
      { password: 'x'.repeat(129) },
      { name: 'a\nb' },
    ])
      await expect(accept(change)).rejects.toMatchObject({ code: 'invalid_input' });
    await accept({ password: 'twelve chars' });
    expect(
      await world.ctx.prisma.staff.findUnique({ where: { email: 'ed@status.example' }, select: { role: true } }),
    ).toEqual({ role: 'viewer' });
  });
});

describe('a person of staff', () => {
  async function signedIn(local: string) {
    const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', local);
    const browser = aBrowser(world.ctx);
    await browser.signIn(email, PASSWORD);
    expect(await browser.actor()).not.toBeNull();
    return { id, email, browser, ctx: as(world.ctx, { ...VERA, id } as typeof VERA) };
  }

  test.each([
    ['another role', (id: string) => changeRole(ada(), { id, role: 'editor' })],
    ['being deactivated', (id: string) => setActive(ada(), { id, isActive: false })],
    ['an admin who ends them', (id: string) => endSessionsOf(ada(), { id })],
  ])('loses all sessions by %s', async (name, work) => {
    const { id, email, browser } = await signedIn(name.replaceAll(' ', '-'));
    const other = aBrowser(world.ctx);
    await other.signIn(email, PASSWORD);
    await work(id);
    expect([await browser.actor(), await other.actor()]).toEqual([null, null]);
  });

  test('loses all sessions by a new password, which requires the old one', async () => {
    const { email, browser, ctx } = await signedIn('vera-changes');
    await expect(
      changePassword(ctx, browser.client(), { current: 'wrong password here', next: 'another long one' }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(changePassword(ctx, browser.client(), { current: PASSWORD, next: 'short' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await browser.actor()).not.toBeNull();
    await changePassword(ctx, browser.client(), { current: PASSWORD, next: 'another long one' });
    expect(await browser.actor()).toBeNull();
    await expect(browser.signIn(email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await browser.signIn(email, 'another long one')).next).toBe('console');
  });

  test('sees and ends only their own sessions', async () => {
    const [vera, other] = [await signedIn('vera-one'), await signedIn('vera-two')];
    const [session] = await ownSessions(vera.ctx);
    expect(session).toMatchObject({ browser: 'Test', endsAt: expect.any(Number) });
    await expect(endOwnSession(other.ctx, { id: session?.id })).rejects.toMatchObject({ code: 'not_found' });
    await endOwnSession(vera.ctx, { id: session?.id });
    expect([await vera.browser.actor(), await ownSessions(vera.ctx)]).toEqual([null, []]);
    expect(await other.browser.actor()).not.toBeNull();
  });

  test('is only changed by admins, and only in the fields of the form', async () => {
    const { id } = await signedIn('vera-stays');
    for (const actor of [VERA, CORY, ED, { kind: 'token', id: 1, scopes: ['settings:write', 'audit:read'] } as const]) {
      const ctx = as(world.ctx, actor);
      for (const work of [
        changeRole(ctx, { id, role: 'admin' }),
        setActive(ctx, { id, isActive: false }),
        endSessionsOf(ctx, { id }),
        listStaff(ctx),
      ])
        await expect(work).rejects.toMatchObject({ code: 'forbidden' });
      await expect(invite(ctx, { email: 'a@b.example', role: 'admin' })).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(changeRole(ada(), { id, role: 'editor', email: 'x@y.example' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(changeRole(ada(), { id: 'nobody', role: 'editor' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await listStaff(ada())).people.find((person) => person.id === id)).toMatchObject({
      role: 'viewer',
      isActive: true,
      sessions: 1,
    });
  });
});

describe('the last admin', () => {
  test('stays, even if several are removed at once', async () => {
    const second = await plantPerson(world.ctx, 'Ada Admin', 'admin', 'ada-two');
    const goes = await Promise.allSettled([
      changeRole(ada(), { id: admin.id, role: 'viewer' }),
      setActive(ada(), { id: second.id, isActive: false }),
      changeRole(ada(), { id: second.id, role: 'editor' }),
    ]);
    expect(goes.filter((o) => o.status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await world.ctx.prisma.staff.count({ where: { role: 'admin', deactivatedAt: null } })).toBe(1);
  });
});
