import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { changePassword } from '#server/identity/people/verbs/change-password';
import { setActive } from '#server/identity/people/verbs/change-staff';
import { aBrowser } from '#server/test/browser';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { ADA, as, PASSWORD, plantPerson } from '#server/test/people';
import { hashPassword, isPassword } from './password-hash.ts';
import { signIn, signOut } from './sign-in.ts';
import { staffOfSession } from './staff-of-session.ts';

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

  test('is stored in a cookie that no script reads and no other site sends, and in the database as a hash only', async () => {
    const vera = browser();
    const { cookies } = await vera.signIn('vera@status.example', PASSWORD);
    const token = vera.jar.get('candor.session') ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(cookies.find(({ name }) => name === 'candor.session')).toEqual({
      name: 'candor.session',
      value: token,
      maxAge: 86_400,
      httpOnly: true,
      sameSite: 'lax',
      secure: false,
      path: '/',
    });
    const { rows } = await world.ctx.web.query('SELECT token_hash, to_jsonb(s)::text AS text FROM staff_session s');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.text.includes(token))).toEqual([]);
    vera.jar.set('candor.session', rows[0].token_hash.toString('base64url'));
    expect(await vera.actor()).toBeNull();
  });

  test('has cookies that are bound to the host if the origin has https', async () => {
    const ctx = { ...world.ctx, publicOrigin: 'https://status.example' };
    const { cookies } = await signIn(ctx, browser().client(), { email: 'vera@status.example', password: PASSWORD });
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies)
      expect(cookie).toMatchObject({ name: expect.stringMatching(/^__Host-candor\./), secure: true, path: '/' });
  });

  test('ends when the person signs in again with the same browser, and other browsers keep theirs', async () => {
    const [vera, other] = [browser(), browser()];
    await vera.signIn('vera@status.example', PASSWORD);
    await other.signIn('vera@status.example', PASSWORD);
    const old = vera.client();
    await vera.signIn('ada@status.example', PASSWORD);
    expect(await staffOfSession(world.ctx, old)).toBeNull();
    expect(await vera.actor()).toMatchObject({ name: 'Ada Admin' });
    expect(await other.actor()).toMatchObject({ name: 'Vera Viewer' });
    const [begun, ended] = await world.ctx.prisma.auditRow.findMany({ orderBy: { seq: 'desc' }, take: 2 });
    expect([begun?.action, ended?.action, ended?.before]).toEqual(['session:begin', 'session:end', { sessions: 1 }]);
    expect(ended?.objectId).not.toBe(begun?.objectId); // the ended session was Vera's
  });

  test('ends on the server when the person signs out', async () => {
    const vera = browser();
    await vera.signIn('vera@status.example', PASSWORD);
    const old = vera.client();
    vera.store(await signOut(world.ctx, old));
    expect(await world.ctx.prisma.auditRow.findFirst({ orderBy: { seq: 'desc' } })).toMatchObject({
      action: 'session:end',
      before: { sessions: 1 },
    });
    expect([...vera.jar.keys()]).toEqual(['candor.device']);
    const again = browser();
    again.jar.set('candor.session', /session=([^;]+)/.exec(old.headers.get('cookie') ?? '')?.[1] ?? '');
    expect(await again.actor()).toBeNull();
  });

  test('ends after eight hours without use, and after a day in any case', async () => {
    const [unused, used] = [browser(), browser()];
    await unused.signIn('vera@status.example', PASSWORD);
    await used.signIn('vera@status.example', PASSWORD);
    for (let hour = 7; hour <= 21; hour += 7) {
      world.clock.set(T0 + hour * HOUR_MS);
      expect(await used.actor()).not.toBeNull();
      if (hour > 7) expect(await unused.actor()).toBeNull();
    }
    world.clock.set(T0 + 24 * HOUR_MS);
    expect(await used.actor()).toBeNull();
    world.clock.set(T0);
  });

  test('is refused to a person who was deactivated, and ends if it is running', async () => {
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

describe('a sign-in that fails', () => {
  test('gets the same error for a wrong password and an address without an account', async () => {
    const refusals = await Promise.all(
      [
        ['vera@status.example', 'wrong password here'],
        ['nobody@status.example', PASSWORD],
        ['no address', PASSWORD],
        ['vera@status.example', 'x'.repeat(129)],
      ].map(([email, password], i) =>
        signIn(world.ctx, browser(`198.51.100.${i}`).client(), { email, password }).catch(
          (error: Error) => error.message,
        ),
      ),
    );
    expect(new Set(refusals).size).toBe(1);
    await expect(
      signIn(world.ctx, browser().client(), { email: 'vera@status.example', password: PASSWORD, role: 'admin' }),
    ).rejects.toMatchObject(wrong);
  });

  test('is possible ten times in 15 minutes, and does not count against other places or a known browser', async () => {
    const known = browser();
    await known.signIn('vera@status.example', PASSWORD);
    const unknown = browser('203.0.113.9');
    for (let i = 0; i < 10; i++)
      await expect(unknown.signIn('vera@status.example', 'wrong password here')).rejects.toMatchObject(wrong);
    await expect(unknown.signIn('vera@status.example', PASSWORD)).rejects.toMatchObject({ code: 'too_many_attempts' });
    expect((await known.signIn('vera@status.example', PASSWORD)).next).toBe('console');
    expect((await browser('203.0.113.10').signIn('vera@status.example', PASSWORD)).next).toBe('console');
    world.clock.set(T0 + 15 * MINUTE_MS);
    expect((await unknown.signIn('vera@status.example', PASSWORD)).next).toBe('console');
    world.clock.set(T0);
  });

  test('is refused while many anonymous attempts wait, but not in a known browser', async () => {
    const known = browser();
    await known.signIn('vera@status.example', PASSWORD);
    const cheap = await hashPassword(PASSWORD, world.ctx.passwordLog2Cost);
    const stored = [null, ...Array.from({ length: 20 }, () => cheap)]; // the first takes long, so the others wait
    const flood = Promise.all(stored.map((hash) => isPassword(hash, 'another', 'anonymous')));
    await expect(browser('203.0.113.11').signIn('vera@status.example', PASSWORD)).rejects.toMatchObject({
      code: 'too_many_attempts',
      message: 'Too many sign-in attempts. Try again in a minute.',
    });
    expect((await known.signIn('vera@status.example', PASSWORD)).next).toBe('console');
    await flood;
    expect((await browser('203.0.113.11').signIn('vera@status.example', PASSWORD)).next).toBe('console');
  });
});

describe('a password that is changed during a sign-in', () => {
  /** Returns a context in which something happens just before the first transaction: after the check of the password. */
  function beforeTransaction(happens: () => Promise<unknown>) {
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

  test('does not sign the person in, and leaves no session', async () => {
    const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera.changes');
    const own = as(world.ctx, { kind: 'staff', id, name: 'Vera Viewer', role: 'viewer' });
    const change = () => changePassword(own, browser().client(), { current: PASSWORD, next: 'another long one' });
    await expect(
      signIn(beforeTransaction(change), browser('192.0.2.4').client(), { email, password: PASSWORD }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.ctx.prisma.staffSession.count({ where: { staffId: id } })).toBe(0);
    expect(
      (
        await signIn(
          beforeTransaction(async () => undefined),
          browser().client(),
          { email, password: 'another long one' },
        )
      ).next,
    ).toBe('console');
    expect(await world.ctx.prisma.staffSession.count({ where: { staffId: id } })).toBe(1);
  });
});

test('addresses of one IPv6 network count as one place', async () => {
  const { email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera-six');
  const from = (address: string) => browser(address).signIn(email, 'a password that is wrong');
  for (let i = 1; i <= 10; i++) await expect(from(`2001:db8:6::${i}`)).rejects.toMatchObject(wrong);
  await expect(from('2001:db8:6::ffff')).rejects.toMatchObject({ code: 'too_many_attempts' });
  await expect(from('2001:db8:7::1')).rejects.toMatchObject(wrong);
});
