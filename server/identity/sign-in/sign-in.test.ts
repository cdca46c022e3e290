import { TOTP, URI } from 'otpauth';
import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { changePassword } from '#server/identity/people/verbs/change-password';
import { setActive } from '#server/identity/people/verbs/change-staff';
import { aBrowser } from '#server/test/browser';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { ADA, as, PASSWORD, plantPerson } from '#server/test/people';
import { beginSecondFactor, confirmSecondFactor, endSecondFactor, renewRecoveryCodes } from './second-factor.ts';
import { signIn, signOut } from './sign-in.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const T0 = systemClock.now();
const world = testWorld(T0, AS_IN_PRODUCTION);
const browser = (address?: string) => aBrowser(world.ctx, address);
const wrong = { code: 'unauthenticated' };

beforeAll(async () => {
  await plantPerson(world.ctx, 'Ada Admin', 'admin');
  await plantPerson(world.ctx, 'Vera Viewer', 'viewer');
});

describe('a session', () => {
  test('begins with address and password, and is audited', async () => {
    const vera = browser();
    expect((await vera.signIn(' Vera@Status.Example ', PASSWORD)).next).toBe('console');
    expect(await vera.actor()).toMatchObject({ kind: 'staff', name: 'Vera Viewer', role: 'viewer' });
    const last = await world.ctx.prisma.auditRow.findFirst({ orderBy: { seq: 'desc' } });
    expect([last?.action, last?.after]).toEqual(['session:begin', { how: 'password' }]);
  });

  test('is kept in a cookie that no script reads and no other site sends, and in the database by a hash alone', async () => {
    const vera = browser();
    const { cookies } = await vera.signIn('vera@status.example', PASSWORD);
    const session = cookies.find((cookie) => cookie.startsWith('candor.session_token=')) ?? '';
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=86400']) expect(session).toContain(part);
    expect(session).not.toContain('Domain');
    const token = decodeURIComponent(vera.jar.get('candor.session_token') ?? '').split('.')[0] as string;
    expect(token.length).toBeGreaterThan(20);
    const { rows } = await world.ctx.web.query('SELECT token FROM staff_session');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.token === token)).toEqual([]);
    vera.jar.set('candor.session_token', encodeURIComponent(`${rows[0].token}.x`));
    expect(await vera.actor()).toBeNull();
  });

  test('has a cookie bound to its host where the origin is https', async () => {
    const prisma = world.ctx.prisma.$extends({}) as unknown as typeof world.ctx.prisma; // the same client; sign-in is made anew for it
    const ctx = { ...world.ctx, prisma, publicOrigin: 'https://status.example' };
    const { cookies } = await signIn(ctx, browser().visit(), { email: 'vera@status.example', password: PASSWORD });
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-candor\..*; Secure/);
  });

  test('ends by signing out, for the whole server', async () => {
    const vera = browser();
    await vera.signIn('vera@status.example', PASSWORD);
    const old = vera.visit();
    vera.keep(await signOut(world.ctx, old));
    expect(await world.ctx.prisma.auditRow.findFirst({ orderBy: { seq: 'desc' } })).toMatchObject({
      action: 'session:end',
      before: { sessions: 1 },
    });
    expect([...vera.jar.keys()]).toEqual(['candor.device']);
    const again = browser();
    again.keep([`candor.session_token=${/session_token=([^;]+)/.exec(old.headers.get('cookie') ?? '')?.[1]}`]);
    expect(await again.actor()).toBeNull();
  });

  test('ends after eight quiet hours, and after a day in any case', async () => {
    const [quiet, busy] = [browser(), browser()];
    await quiet.signIn('vera@status.example', PASSWORD);
    await busy.signIn('vera@status.example', PASSWORD);
    for (let hour = 7; hour <= 21; hour += 7) {
      world.clock.set(T0 + hour * HOUR_MS);
      expect(await busy.actor()).not.toBeNull();
      if (hour > 7) expect(await quiet.actor()).toBeNull();
    }
    world.clock.set(systemClock.now() + 24 * HOUR_MS);
    expect(await busy.actor()).toBeNull();
    world.clock.set(T0);
  });

  test('is for nobody who was deactivated, not even a running one', async () => {
    const { id } = await plantPerson(world.ctx, 'Ed Editor', 'editor');
    const ed = browser();
    await ed.signIn('ed@status.example', PASSWORD);
    await setActive(as(world.ctx, ADA), { id, isActive: false });
    expect(await ed.actor()).toBeNull();
    await expect(ed.signIn('ed@status.example', PASSWORD)).rejects.toMatchObject(wrong);
    await setActive(as(world.ctx, ADA), { id, isActive: true });
    expect((await ed.signIn('ed@status.example', PASSWORD)).next).toBe('console');
  });
});

describe('whoever is not let in', () => {
  test('hears the same for a wrong password and an address that nobody has', async () => {
    const refusals = await Promise.all(
      [
        ['vera@status.example', 'wrong password here'],
        ['nobody@status.example', PASSWORD],
        ['no address', PASSWORD],
        ['vera@status.example', 'x'.repeat(129)],
      ].map(([email, password], i) =>
        signIn(world.ctx, browser(`198.51.100.${i}`).visit(), { email, password }).catch(
          (error: Error) => error.message,
        ),
      ),
    );
    expect(new Set(refusals).size).toBe(1);
    await expect(
      signIn(world.ctx, browser().visit(), { email: 'vera@status.example', password: PASSWORD, role: 'admin' }),
    ).rejects.toMatchObject(wrong);
  });

  test('has ten tries in a quarter of an hour, and keeps neither others nor a known browser out', async () => {
    const known = browser();
    await known.signIn('vera@status.example', PASSWORD);
    const stranger = browser('203.0.113.9');
    for (let i = 0; i < 10; i++)
      await expect(stranger.signIn('vera@status.example', 'wrong password here')).rejects.toMatchObject(wrong);
    await expect(stranger.signIn('vera@status.example', PASSWORD)).rejects.toMatchObject({ code: 'too_many_tries' });
    expect((await known.signIn('vera@status.example', PASSWORD)).next).toBe('console');
    expect((await browser('203.0.113.10').signIn('vera@status.example', PASSWORD)).next).toBe('console');
    world.clock.set(T0 + 15 * MINUTE_MS);
    expect((await stranger.signIn('vera@status.example', PASSWORD)).next).toBe('console');
    world.clock.set(T0);
  });
});

describe('a password that is changed while somebody signs in with it', () => {
  /** The world, where something happens just before the first transaction begins: after the password was checked, before anything is written. */
  function meanwhile(happens: () => Promise<unknown>) {
    let isFirst = true;
    const prisma = new Proxy(world.ctx.prisma, {
      get(target, key) {
        const value = Reflect.get(target, key);
        if (key !== '$transaction') return typeof value === 'function' ? value.bind(target) : value;
        return async (...given: Parameters<typeof target.$transaction>) => {
          if (isFirst) await happens();
          isFirst = false;
          return target.$transaction(...given);
        };
      },
    });
    return { ...world.ctx, prisma };
  }

  test('lets nobody in, and leaves no session', async () => {
    const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera.meanwhile');
    const own = as(world.ctx, { kind: 'staff', id, name: 'Vera Viewer', role: 'viewer' });
    const change = () => changePassword(own, browser().visit(), { current: PASSWORD, next: 'another long one' });
    await expect(
      signIn(meanwhile(change), browser('192.0.2.4').visit(), { email, password: PASSWORD }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.ctx.prisma.staffSession.count({ where: { staffId: id } })).toBe(0);
    expect(
      (
        await signIn(
          meanwhile(async () => undefined),
          browser().visit(),
          { email, password: 'another long one' },
        )
      ).next,
    ).toBe('console');
    expect(await world.ctx.prisma.staffSession.count({ where: { staffId: id } })).toBe(1);
  });
});

describe('a second factor', () => {
  const ada = () => as(world.ctx, ADA);

  async function enrolled(local: string) {
    const name = 'Cory Communicator';
    const { id, email } = await plantPerson(world.ctx, name, 'communicator', local);
    const person = browser();
    await person.signIn(email, PASSWORD);
    const ctx = as(world.ctx, { kind: 'staff', id, name, role: 'communicator' });
    const { uri, recoveryCodes } = await beginSecondFactor(ctx, person.visit(), { password: PASSWORD });
    const totp = URI.parse(uri) as TOTP; // the address of a time-based secret
    expect(totp).toBeInstanceOf(TOTP);
    const code = (step: number) => totp.generate({ timestamp: systemClock.now() + step * 30_000 });
    person.keep(await confirmSecondFactor(ctx, person.visit(), { code: code(-1) }));
    return { email, ctx, person, code, recoveryCodes };
  }

  test('is asked for once its first code was given; each code is good once', async () => {
    const { email, code, person } = await enrolled('cory');
    expect(await person.actor()).not.toBeNull();
    const other = browser();
    expect((await other.signIn(email, PASSWORD)).next).toBe('second_factor');
    expect(await other.actor()).toBeNull();
    await expect(other.giveCode('000000')).rejects.toMatchObject(wrong);
    const now = code(0);
    await other.giveCode(now);
    expect(await other.actor()).toMatchObject({ name: 'Cory Communicator' });
    const thief = browser();
    await thief.signIn(email, PASSWORD);
    await expect(thief.giveCode(now)).rejects.toMatchObject(wrong);
    expect(await thief.actor()).toBeNull();
  });

  test('lets one in of two who give the same code at once', async () => {
    const { email, code } = await enrolled('cory.twice');
    const browsers = [browser('192.0.2.2'), browser('192.0.2.3')];
    for (const one of browsers) await one.signIn(email, PASSWORD);
    const now = code(0);
    const outcomes = await Promise.allSettled(browsers.map((one) => one.giveCode(now)));
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await Promise.all(browsers.map((one) => one.actor()))).filter((actor) => actor !== null)).toHaveLength(1);
  });

  test('counts wrong codes though they are refused, and after ten takes none for a while', async () => {
    const { email, code } = await enrolled('cory.guessed');
    const counted = () =>
      world.ctx.prisma.secondFactor.findFirstOrThrow({
        where: { staff: { email } },
        select: { failedVerificationCount: true, lockedUntil: true },
      });
    const guess = async (times: number) => {
      const thief = browser();
      await thief.signIn(email, PASSWORD);
      for (let i = 0; i < times; i++) await expect(thief.giveCode('000000')).rejects.toMatchObject(wrong);
      return thief;
    };
    const thief = await guess(5);
    expect(await counted()).toEqual({ failedVerificationCount: 5, lockedUntil: null });
    await expect(thief.giveCode(code(0))).rejects.toMatchObject(wrong); // five guesses end what the password has begun
    await guess(5);
    expect((await counted()).lockedUntil).not.toBeNull();
    const late = await guess(0);
    await expect(late.giveCode(code(0))).rejects.toMatchObject(wrong);
    expect(await late.actor()).toBeNull();
  });

  test('can be done without by each of ten recovery codes, once, and by none that was replaced', async () => {
    const { email, recoveryCodes, ctx, person } = await enrolled('cory.recovers');
    expect(new Set(recoveryCodes).size).toBe(10);
    const enter = async (code: string | undefined) => {
      const other = browser();
      await other.signIn(email, PASSWORD);
      await other.giveCode(code ?? '');
      expect(await other.actor()).not.toBeNull();
    };
    await enter(recoveryCodes[0]);
    await expect(enter(recoveryCodes[0])).rejects.toMatchObject(wrong);
    const renewed = await renewRecoveryCodes(ctx, person.visit(), { password: PASSWORD });
    await expect(enter(recoveryCodes[1])).rejects.toMatchObject(wrong);
    await enter(renewed[1]);
  });

  test('is changed by whoever knows the password alone', async () => {
    const { email, ctx, person } = await enrolled('cory.proves');
    await expect(endSecondFactor(ctx, person.visit(), { password: 'wrong password here' })).rejects.toMatchObject(
      wrong,
    );
    await expect(beginSecondFactor(ada(), browser().visit(), { password: PASSWORD })).rejects.toThrow();
    await endSecondFactor(ctx, person.visit(), { password: PASSWORD });
    expect((await browser().signIn(email, PASSWORD)).next).toBe('console');
  });
});

test('a host that changes its address within its own IPv6 network is one place', async () => {
  const { email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera-six');
  const from = (address: string) => browser(address).signIn(email, 'a password that is wrong');
  for (let i = 1; i <= 10; i++) await expect(from(`2001:db8:6::${i}`)).rejects.toMatchObject(wrong);
  await expect(from('2001:db8:6::ffff')).rejects.toMatchObject({ code: 'too_many_tries' });
  await expect(from('2001:db8:7::1')).rejects.toMatchObject(wrong);
});

test('who is signed in gives no code as if they had just given a password', async () => {
  const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera-begins');
  const vera = browser();
  await vera.signIn(email, PASSWORD);
  const own = as(world.ctx, { kind: 'staff', id, name: 'Vera Viewer', role: 'viewer' });
  const { uri } = await beginSecondFactor(own, vera.visit(), { password: PASSWORD });
  const code = (URI.parse(uri) as TOTP).generate({ timestamp: systemClock.now() });
  await expect(vera.giveCode(code)).rejects.toMatchObject(wrong);
  expect(await world.ctx.prisma.auditRow.count({ where: { action: 'session:begin', objectId: id } })).toBe(1);
});
