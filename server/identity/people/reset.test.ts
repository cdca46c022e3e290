import { beforeAll, describe, expect, test } from 'vitest';
import type { ActingContext } from '#server/actor';
import { systemClock } from '#server/clock';
import { AppError } from '#server/errors';
import { changePassword } from '#server/identity/people/verbs/change-password';
import { setActive } from '#server/identity/people/verbs/change-staff';
import { createAccessReset } from '#server/identity/people/verbs/create-access-reset';
import { endSecondFactorOf } from '#server/identity/people/verbs/end-second-factor-of';
import { requestReset } from '#server/identity/people/verbs/request-reset';
import { openReset, resetPassword } from '#server/identity/people/verbs/reset-password';
import { aBrowser } from '#server/test/browser';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { linkIn, mailsIn } from '#server/test/mailbox';
import { ADA, as, CORY, ED, PASSWORD, plantPerson, VERA } from '#server/test/people';
import { setUpSecondFactor } from '#server/test/second-factor';

const HALF_HOUR_MS = 1_800_000;
const NEXT = 'another long one';
const T0 = systemClock.now();
const world = testWorld(T0, AS_IN_PRODUCTION);
const ada = () => as(world.ctx, ADA);
beforeAll(() => plantPerson(world.ctx, 'Ada Admin', 'admin'));
const cli = () => as(world.ctx, { kind: 'system', name: 'cli' });
const gone = { code: 'not_found' };
const tokenOf = (link: string) => link.split('/').at(-1) as string;
const reset = (token: string, password = NEXT) => resetPassword(world.ctx, { token, password });
const lastEntry = () => world.ctx.prisma.auditRow.findFirst({ orderBy: { seq: 'desc' } });

let places = 0;
const newPlace = () => aBrowser(world.ctx, `203.0.113.${++places}`).client();

/** Asks for a link, from a new place by default, and waits until it is sent. */
async function ask(email: string, client = newPlace()): Promise<void> {
  await (await requestReset(world.ctx, client, { email })).sent;
}

async function mailedTo(email: string): Promise<string[]> {
  return (await mailsIn(world.mailFolder)).filter(({ to }) => to === email).map(({ text }) => tokenOf(linkIn(text)));
}

async function signedIn(local: string) {
  const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', local);
  const browser = aBrowser(world.ctx);
  await browser.signIn(email, PASSWORD);
  return { id, email, browser, ctx: as(world.ctx, { ...VERA, id } as typeof VERA) };
}

async function withSecondFactor(local: string) {
  const person = await signedIn(local);
  return { ...person, ...(await setUpSecondFactor(person.ctx, person.browser.client())) };
}

describe('a link for a new password', () => {
  test('is only sent to staff, with the same answer for every address', async () => {
    const { email } = await signedIn('vera-forgets');
    const { id: outId, email: out } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera-out');
    await setActive(ada(), { id: outId, isActive: false });
    const addresses = [' Vera-Forgets@Status.Example ', out, 'nobody@status.example', 'no address', ''];
    const answers = await Promise.all(
      addresses.map((address) => requestReset(world.ctx, newPlace(), { email: address })),
    );
    expect(await Promise.all(answers.map(({ sent }) => sent))).toEqual(addresses.map(() => undefined));
    expect((await mailsIn(world.mailFolder)).map(({ to }) => to)).toEqual([email]);
  });

  test('sets a password once, even if it is used several times at once, ends all sessions, and is stored nowhere', async () => {
    const { id, email, browser } = await signedIn('vera-resets');
    await ask(email);
    const [token = ''] = await mailedTo(email);
    const { rows } = await world.ctx.web.query("SELECT encode(token_hash, 'escape') AS token FROM access_reset");
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(token);
    for (let i = 0; i < 2; i++) expect(await openReset(world.ctx, token)).toEqual({ email, clearsSecondFactor: false });
    expect(await browser.actor()).not.toBeNull();
    await expect(reset(token, 'short')).rejects.toMatchObject({ code: 'invalid_input' });
    const outcomes = await Promise.allSettled([reset(token), reset(token), reset(token)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(reset(token)).rejects.toMatchObject(gone);
    expect([await openReset(world.ctx, token), await browser.actor()]).toEqual([null, null]);
    await expect(browser.signIn(email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await lastEntry()).toMatchObject({
      action: 'password:reset',
      actorId: id,
      objectId: id,
      after: { clearsSecondFactor: false },
    });
    expect((await browser.signIn(email, NEXT)).next).toBe('console');
    expect(
      JSON.stringify(await world.ctx.web.query('SELECT actor_id, before, after, reason FROM audit_log')),
    ).not.toMatch(/vera/i);
  });

  test('keeps the second factor and ends a sign-in with the old password that awaits a code', async () => {
    const { email, code } = await withSecondFactor('vera-factor');
    const thief = aBrowser(world.ctx, '198.51.100.1');
    expect((await thief.signIn(email, PASSWORD)).next).toBe('second_factor');
    await ask(email);
    await reset((await mailedTo(email))[0] ?? '');
    await expect(thief.giveCode(code(0))).rejects.toMatchObject({ code: 'unauthenticated' });
    const again = aBrowser(world.ctx);
    expect((await again.signIn(email, NEXT)).next).toBe('second_factor');
    expect(await again.actor()).toBeNull();
    await again.giveCode(code(0));
    expect(await again.actor()).not.toBeNull();
  });

  test.each<[string, (person: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>]>([
    ['half an hour', async () => world.clock.set(T0 + HALF_HOUR_MS)],
    ['a new password', ({ ctx, browser }) => changePassword(ctx, browser.client(), { current: PASSWORD, next: NEXT })],
    ['another link that was used', async ({ email }) => reset((await mailedTo(email))[1] ?? '')],
    ['being deactivated', ({ id }) => setActive(ada(), { id, isActive: false })],
    [
      'being deactivated and reactivated',
      async ({ id }) => {
        await setActive(ada(), { id, isActive: false });
        await setActive(ada(), { id, isActive: true });
      },
    ],
  ])('is void after %s', async (name, work) => {
    const person = await signedIn(`void-${name.replaceAll(' ', '-')}`);
    await ask(person.email);
    await ask(person.email);
    const [token = '', other = ''] = await mailedTo(person.email);
    expect([await openReset(world.ctx, token), await openReset(world.ctx, other)]).not.toContain(null);
    await work(person);
    expect([await openReset(world.ctx, token), await openReset(world.ctx, other)]).toEqual([null, null]);
    await expect(reset(token)).rejects.toMatchObject(gone);
    world.clock.set(T0);
  });

  test('is sent three times in 15 minutes from one place, and others do not keep the person from getting it', async () => {
    const { email, browser } = await signedIn('vera-asks');
    const unknown = newPlace();
    for (const address of [email, 'nobody-asks@status.example']) {
      for (let i = 0; i < 3; i++) await ask(address, unknown);
      await expect(ask(address, unknown)).rejects.toMatchObject({ code: 'too_many_attempts' });
    }
    expect(await mailedTo(email)).toHaveLength(3);
    for (let i = 0; i < 9; i++) await ask(email);
    expect(await mailedTo(email)).toHaveLength(12);
    await ask(email); // the same answer, but no mail, which protects the mailbox
    expect(await mailedTo(email)).toHaveLength(12);
    await ask(email, browser.client());
    expect(await mailedTo(email)).toHaveLength(13);
    expect((await aBrowser(world.ctx, '198.51.100.2').signIn(email, PASSWORD)).next).toBe('console');
  });

  test('gets the same answer if it cannot be sent', async () => {
    const { email } = await signedIn('vera-waits');
    const mail = {
      isFolder: false,
      send: async () => Promise.reject(new AppError('mail_failed', 'The mail server did not take the message.')),
    };
    const { sent } = await requestReset({ ...world.ctx, mail }, newPlace(), { email });
    expect(await sent).toBeUndefined();
  });
});

describe('a link that the operator prints', () => {
  test('sets a password and removes the second factor', async () => {
    const { id, email } = await withSecondFactor('ada-locked-out');
    const { link } = await createAccessReset(cli(), { email });
    expect(await lastEntry()).toMatchObject({
      action: 'reset:create',
      actorKind: 'system',
      actorId: 'cli',
      objectId: id,
      after: { clearsSecondFactor: true },
    });
    expect(await openReset(world.ctx, tokenOf(link))).toEqual({ email, clearsSecondFactor: true });
    await reset(tokenOf(link));
    expect((await aBrowser(world.ctx).signIn(email, NEXT)).next).toBe('console');
    expect(await world.ctx.prisma.secondFactor.count({ where: { staffId: id } })).toBe(0);
  });

  test('is only created for active staff', async () => {
    const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera-inactive');
    await setActive(ada(), { id, isActive: false });
    for (const address of [email, 'nobody@status.example'])
      await expect(createAccessReset(cli(), { email: address })).rejects.toMatchObject(gone);
    await expect(createAccessReset(as(world.ctx, ED), { email })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('an admin', () => {
  test('ends the second factor of a person who has lost it, and their sessions', async () => {
    const { id, email, browser } = await withSecondFactor('vera-lost');
    await endSecondFactorOf(ada(), { id });
    expect(await browser.actor()).toBeNull();
    expect(await lastEntry()).toMatchObject({ action: 'second_factor:end', actorId: 'ada', objectId: id });
    expect((await aBrowser(world.ctx).signIn(email, PASSWORD)).next).toBe('console');
    await expect(endSecondFactorOf(ada(), { id })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(endSecondFactorOf(ada(), { id: 'nobody' })).rejects.toMatchObject(gone);
  });

  test('is the only one who may, and only for other people', async () => {
    const { id, ctx } = await withSecondFactor('vera-keeps');
    const self: ActingContext = as(world.ctx, { ...ADA, id } as typeof ADA);
    for (const actor of [VERA, CORY, ED])
      await expect(endSecondFactorOf(as(world.ctx, actor), { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(endSecondFactorOf(ctx, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(endSecondFactorOf(self, { id })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await world.ctx.prisma.secondFactor.count({ where: { staffId: id } })).toBe(1);
  });
});
