import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import type { OidcSettings } from '#server/context';
import { setActive } from '#server/identity/people/verbs/change-staff';
import { aBrowser } from '#server/test/browser';
import { testWorld } from '#server/test/database';
import { startIdentityProvider } from '#server/test/identity-provider';
import { ADA, as, PASSWORD, plantPerson } from '#server/test/people';
import { beginSingleSignOn, completeSingleSignOn } from './single-sign-on.ts';

const MINUTE_MS = 60_000;
const T0 = systemClock.now();
const world = testWorld(T0);
const email = 'vera@status.example';
let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let veraId = '';

beforeAll(async () => {
  provider = await startIdentityProvider();
  await plantPerson(world.ctx, 'Ada Admin', 'admin');
  veraId = (await plantPerson(world.ctx, 'Vera Viewer', 'viewer')).id;
});
afterAll(() => provider.close());

type Answer = Parameters<typeof provider.answerWith>[0];
type Change = { settings?: Partial<OidcSettings>; callback?: Record<string, string>; wait?: number; answer?: Answer };

/** Goes to the provider and back. The provider confirms the subject and the claims; `change` is what goes wrong. */
async function signOn(claims: object, change: Change = {}, browser = aBrowser(world.ctx)) {
  const ctx = { ...world.ctx, oidc: { ...provider.settings, ...change.settings } };
  const origin = ctx.publicOrigin;
  const begun = await beginSingleSignOn(ctx, new Request(`${origin}/sign-in/single-sign-on?to=/console/account`));
  browser.store(begun.cookies);
  const asked = new URL(begun.to).searchParams;
  provider.answerWith({ idToken: { sub: 'v', nonce: asked.get('nonce'), ...claims }, ...change.answer });
  const query = new URLSearchParams({ code: 'a code', state: asked.get('state') ?? '', ...change.callback });
  world.clock.set(T0 + (change.wait ?? 0));
  const { headers } = browser.client();
  const completed = await completeSingleSignOn(
    ctx,
    new Request(`${origin}/sign-in/callback/oidc?${query}`, { headers }),
  );
  world.clock.set(T0);
  browser.store(completed.cookies);
  return { asked, browser, path: completed.to.slice(origin.length), actor: await browser.actor() };
}

describe('single sign-on', () => {
  test('sends state, nonce and an S256 challenge, whose verifier it sends with the code', async () => {
    const { asked } = await signOn({ email, email_verified: true });
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'candor',
      scope: 'openid email profile',
      redirect_uri: `${world.ctx.publicOrigin}/sign-in/callback/oidc`,
      code_challenge_method: 'S256',
    });
    const sent = provider.tokenRequests.at(-1);
    expect([sent?.get('code'), sent?.get('grant_type')]).toEqual(['a code', 'authorization_code']);
    const challenge = createHash('sha256')
      .update(sent?.get('code_verifier') ?? '')
      .digest('base64url');
    expect(challenge).toBe(asked.get('code_challenge'));
    expect(new Set([asked.get('state'), asked.get('nonce'), sent?.get('code_verifier')]).size).toBe(3);
  });

  test('signs in the person with the verified address, links the account, and opens the page that was asked for', async () => {
    await world.ctx.prisma.staffAccount.deleteMany();
    const { actor, path, browser } = await signOn({ email, email_verified: true });
    expect([actor, path]).toEqual([
      { kind: 'staff', id: veraId, name: 'Vera Viewer', role: 'viewer' },
      '/console/account',
    ]);
    expect([...browser.jar.keys()]).toEqual(['candor.session']);
    const audited = await world.ctx.prisma.auditRow.findMany({ orderBy: { seq: 'desc' }, take: 2 });
    expect(audited.map(({ action, after }) => [action, after])).toEqual([
      ['session:begin', { how: 'oidc' }],
      ['account:link', { provider: 'oidc' }],
    ]);
    const again = await signOn({ email: 'renamed@elsewhere.example', email_verified: false });
    expect(again.actor).toMatchObject({ id: veraId }); // by the subject
    expect(await world.ctx.prisma.staffAccount.count()).toBe(1);
  });

  test('ends the session that the browser had before', async () => {
    const browser = aBrowser(world.ctx);
    await browser.signIn('ada@status.example', PASSWORD);
    await signOn({ email, email_verified: true }, {}, browser);
    expect(await browser.actor()).toMatchObject({ id: veraId });
    const [, ended] = await world.ctx.prisma.auditRow.findMany({ orderBy: { seq: 'desc' }, take: 2 });
    expect(ended).toMatchObject({ action: 'session:end', before: { sessions: 1 } });
  });

  test('accepts an address without email_verified only from a trusted provider', async () => {
    const trusted = { settings: { trustsEmail: true } };
    expect((await signOn({ sub: 'w', email }, {})).actor).toBeNull();
    const denied = { ...trusted, answer: { userInfo: { email_verified: false } } };
    expect((await signOn({ sub: 'w', email }, denied)).actor).toBeNull();
    expect((await signOn({ sub: 'w', email, email_verified: false }, trusted)).actor).toBeNull();
    expect((await signOn({ sub: 'w', email }, trusted)).actor).toMatchObject({ id: veraId });
  });

  test.each<[string, object, Change]>([
    ['of another attempt', {}, { callback: { state: 'x'.repeat(43) } }],
    ['with another nonce', { nonce: 'another' }, {}],
    ['with a forged signature', {}, { answer: { isForged: true } }],
    ['for another client', { aud: 'another' }, {}],
    ['of another issuer', { iss: 'https://id.example' }, {}],
    ['that has expired', { exp: 1 }, {}],
    ['that comes ten minutes late', {}, { wait: 10 * MINUTE_MS }],
    ['with an error', {}, { callback: { error: 'access_denied' } }],
    ['for a person who is not staff', { sub: 'n', email: 'nobody@status.example' }, {}],
  ])('refuses an answer %s', async (_, claims, change) => {
    const { actor, path, browser } = await signOn({ email, email_verified: true, ...claims }, change);
    expect([actor, path, [...browser.jar.keys()]]).toEqual([null, '/sign-in?error=single-sign-on', []]);
  });

  test('refuses a deactivated person, whose account is linked', async () => {
    await setActive(as(world.ctx, ADA), { id: veraId, isActive: false });
    expect((await signOn({ email, email_verified: true })).actor).toBeNull();
    await setActive(as(world.ctx, ADA), { id: veraId, isActive: true });
    expect((await signOn({ email, email_verified: true })).actor).not.toBeNull();
  });

  test('refuses a callback without an attempt, and is absent where it is not set up', async () => {
    const request = new Request(`${world.ctx.publicOrigin}/sign-in/callback/oidc?code=x&state=y`);
    const ctx = { ...world.ctx, oidc: provider.settings };
    expect((await completeSingleSignOn(ctx, request)).to).toMatch(/\/sign-in\?error=single-sign-on$/);
    for (const work of [beginSingleSignOn, completeSingleSignOn])
      await expect(work(world.ctx, request)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('names the failure if the provider cannot be reached, and tries again at the next attempt', async () => {
    const away = { ...provider.settings, issuer: 'http://127.0.0.1:9' };
    const request = new Request(`${world.ctx.publicOrigin}/sign-in/single-sign-on`);
    for (let i = 0; i < 2; i++)
      await expect(beginSingleSignOn({ ...world.ctx, oidc: away }, request)).rejects.toMatchObject({
        code: 'unauthenticated',
        message: 'The identity provider cannot be reached. Try again in a few minutes.',
      });
  });
});
