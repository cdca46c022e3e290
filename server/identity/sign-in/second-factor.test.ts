import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { aBrowser } from '#server/test/browser';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { ADA, as, PASSWORD, plantPerson } from '#server/test/people';
import { setUpSecondFactor } from '#server/test/second-factor';
import { beginSecondFactor, confirmSecondFactor, endSecondFactor, renewRecoveryCodes } from './second-factor.ts';

const MINUTE_MS = 60_000;
const T0 = systemClock.now();
const world = testWorld(T0, AS_IN_PRODUCTION);
const browser = (address?: string) => aBrowser(world.ctx, address);
const wrong = { code: 'unauthenticated' };

beforeAll(() => plantPerson(world.ctx, 'Ada Admin', 'admin'));

describe('a second factor', () => {
  const ada = () => as(world.ctx, ADA);

  async function enrolled(local: string) {
    const name = 'Cory Communicator';
    const { id, email } = await plantPerson(world.ctx, name, 'communicator', local);
    const person = browser();
    await person.signIn(email, PASSWORD);
    const ctx = as(world.ctx, { kind: 'staff', id, name, role: 'communicator' });
    return { id, email, ctx, person, ...(await setUpSecondFactor(ctx, person.client())) };
  }

  /** Returns a browser in which the password was given and wrong codes were, `times` of them. */
  async function guessing(email: string, times: number, from = browser()) {
    for (let i = 0; i < times; i++) {
      if (i % 5 === 0) await from.signIn(email, PASSWORD);
      await expect(from.giveCode('000000')).rejects.toThrow();
    }
    await from.signIn(email, PASSWORD);
    return from;
  }

  test('is required once its first code was confirmed, and each code is accepted once', async () => {
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

  test('accepts a code once if it is given twice at the same time', async () => {
    const { email, code } = await enrolled('cory.twice');
    const browsers = [browser('192.0.2.2'), browser('192.0.2.3')];
    for (const one of browsers) await one.signIn(email, PASSWORD);
    const now = code(0);
    const outcomes = await Promise.allSettled(browsers.map((one) => one.giveCode(now)));
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await Promise.all(browsers.map((one) => one.actor()))).filter((actor) => actor !== null)).toHaveLength(1);
  });

  test('accepts a code with blanks', async () => {
    const { email, code, ctx, person } = await enrolled('cory.blanks');
    const spaced = (text: string) => ` ${text.slice(0, 3)} ${text.slice(3)}\u00a0`;
    const other = browser();
    await other.signIn(email, PASSWORD);
    await other.giveCode(spaced(code(0)));
    expect(await other.actor()).toMatchObject({ name: 'Cory Communicator' });
    await endSecondFactor(ctx, person.client(), { password: PASSWORD });
    const again = await setUpSecondFactor(ctx, person.client(), false);
    await confirmSecondFactor(ctx, { code: spaced(again.code(0)) });
    expect((await browser().signIn(email, PASSWORD)).next).toBe('second_factor');
  });

  test('asks for the password again after five wrong codes', async () => {
    const { email, code } = await enrolled('cory.guessed');
    const other = browser();
    await other.signIn(email, PASSWORD);
    for (let i = 0; i < 5; i++) await expect(other.giveCode('000000')).rejects.toMatchObject(wrong);
    await expect(other.giveCode(code(0))).rejects.toMatchObject({
      ...wrong,
      message: 'Too many incorrect codes. Sign in with your password again.',
    });
    await other.signIn(email, PASSWORD);
    await other.giveCode(code(0));
    expect(await other.actor()).not.toBeNull();
  });

  test('limits recovery codes to five after a password', async () => {
    const { email, recoveryCodes } = await enrolled('cory.guesses-recovery');
    const other = browser();
    await other.signIn(email, PASSWORD);
    for (let i = 0; i < 5; i++) await expect(other.giveCode('aaaa-bbbb-cccc-dddd')).rejects.toMatchObject(wrong);
    await expect(other.giveCode(recoveryCodes[0] ?? '')).rejects.toThrow('Sign in with your password again.');
    expect(await other.actor()).toBeNull();
  });

  test('expires ten minutes after the password', async () => {
    const { email, code } = await enrolled('cory.late');
    const other = browser();
    await other.signIn(email, PASSWORD);
    world.clock.set(T0 + 10 * MINUTE_MS);
    await expect(other.giveCode(code(0))).rejects.toMatchObject(wrong);
    world.clock.set(T0);
    await other.giveCode(code(0));
  });

  test('is locked for 15 minutes by ten wrong codes, and the error names the time', async () => {
    const { email, code } = await enrolled('cory.locked');
    const other = await guessing(email, 9);
    const until = new Date(Math.ceil((T0 + 15 * MINUTE_MS) / MINUTE_MS) * MINUTE_MS).toISOString().slice(11, 16);
    const locked = {
      code: 'too_many_attempts',
      message: `Too many incorrect codes. Try again after ${until} UTC, or use a recovery code.`,
    };
    await expect(other.giveCode('000000')).rejects.toMatchObject(locked);
    await other.signIn(email, PASSWORD);
    await expect(other.giveCode(code(0))).rejects.toMatchObject(locked);
    expect(await other.actor()).toBeNull();
    world.clock.set(T0 + 15 * MINUTE_MS);
    await other.signIn(email, PASSWORD);
    await other.giveCode(code(0));
    expect(await other.actor()).not.toBeNull();
    world.clock.set(T0);
  });

  test('counts wrong codes that are given at the same time', async () => {
    const { email } = await enrolled('cory.raced');
    const others = await Promise.all(Array.from({ length: 8 }, () => guessing(email, 0)));
    const outcomes = await Promise.allSettled(
      others.flatMap((other) => [other.giveCode('000000'), other.giveCode('000000')]),
    );
    const codes = outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.code);
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(9);
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(7);
  });

  test('counts a known browser apart from unknown ones', async () => {
    const { email, code } = await enrolled('cory.known');
    const known = browser();
    await known.signIn(email, PASSWORD);
    await known.giveCode(code(0));
    const unknown = await guessing(email, 10);
    await expect(unknown.giveCode(code(1))).rejects.toMatchObject({ code: 'too_many_attempts' });
    await known.signIn(email, PASSWORD);
    await known.giveCode(code(1));
    expect(await known.actor()).not.toBeNull();
  });

  test('forgets wrong codes after a right one', async () => {
    const { email, code } = await enrolled('cory.mistypes');
    const other = await guessing(email, 9);
    await other.giveCode(code(0));
    other.jar.delete('candor.device');
    await guessing(email, 1, other);
    await other.giveCode(code(1));
    expect(await other.actor()).not.toBeNull();
  });

  test('takes a recovery code while it is locked', async () => {
    const { email, code, recoveryCodes } = await enrolled('cory.recovers-locked');
    const other = await guessing(email, 5);
    for (let i = 0; i < 5; i++) await expect(other.giveCode('000000')).rejects.toThrow();
    await expect(other.giveCode(code(0))).rejects.toThrow('or use a recovery code');
    await other.giveCode(recoveryCodes[0] ?? ''); // without the password again
    expect(await other.actor()).not.toBeNull();
  });

  test('is replaced by each of ten recovery codes, once, and by none that was renewed', async () => {
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
    const renewed = await renewRecoveryCodes(ctx, person.client(), { password: PASSWORD });
    await expect(enter(recoveryCodes[1])).rejects.toMatchObject(wrong);
    await enter(renewed[1]);
    await enter(` ${renewed[2]?.toUpperCase().replaceAll('-', ' ')} `);
    expect(renewed.join()).toMatch(/^(([a-z2-7]{4}-){3}[a-z2-7]{4},?){10}$/);
  });

  test('is only changed with the password', async () => {
    const { email, ctx, person } = await enrolled('cory.proves');
    await expect(endSecondFactor(ctx, person.client(), { password: 'wrong password here' })).rejects.toMatchObject(
      wrong,
    );
    await expect(beginSecondFactor(ada(), browser().client(), { password: PASSWORD })).rejects.toThrow();
    await endSecondFactor(ctx, person.client(), { password: PASSWORD });
    expect((await browser().signIn(email, PASSWORD)).next).toBe('console');
  });

  test('is not replaced while it is on', async () => {
    const { email, code, ctx, person } = await enrolled('cory.replaces');
    await expect(beginSecondFactor(ctx, person.client(), { password: PASSWORD })).rejects.toMatchObject({
      code: 'conflict',
    });
    const other = browser();
    await other.signIn(email, PASSWORD);
    await other.giveCode(code(0));
    expect(await other.actor()).not.toBeNull();
  });

  test('is stored encrypted, and its recovery codes as hashes', async () => {
    const { id, uri, recoveryCodes } = await enrolled('cory.stored');
    const { rows } = await world.ctx.web.query(
      'SELECT to_jsonb(f)::text AS text FROM second_factor f WHERE staff_id = $1',
      [id],
    );
    const secret = new URL(uri).searchParams.get('secret') ?? '';
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    for (const text of [secret, ...recoveryCodes, ...recoveryCodes.map((one) => one.replaceAll('-', ''))])
      expect(rows[0].text).not.toContain(text);
  });
});

test('a session does not count as a password that was just given', async () => {
  const { id, email } = await plantPerson(world.ctx, 'Vera Viewer', 'viewer', 'vera-begins');
  const vera = browser();
  await vera.signIn(email, PASSWORD);
  const own = as(world.ctx, { kind: 'staff', id, name: 'Vera Viewer', role: 'viewer' });
  const { code } = await setUpSecondFactor(own, vera.client(), false);
  await expect(vera.giveCode(code(0))).rejects.toMatchObject(wrong);
  expect(await world.ctx.prisma.auditRow.count({ where: { action: 'session:begin', objectId: id } })).toBe(1);
});
