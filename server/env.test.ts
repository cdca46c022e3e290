import { describe, expect, test } from 'vitest';
import { oidcOf, readEnv } from './env.ts';

const PROVIDER = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'candor', OIDC_CLIENT_SECRET: 'x' };

describe('the settings of single sign-on', () => {
  test('are all set or none', () => {
    expect(oidcOf(readEnv({}))).toBeNull();
    expect(oidcOf(readEnv(PROVIDER))).toMatchObject({ issuer: 'https://id.example', name: 'single sign-on' });
    expect(() => oidcOf(readEnv({ ...PROVIDER, OIDC_CLIENT_SECRET: '' }))).toThrow('set all three, or none');
  });

  test('trust addresses without email_verified only with OIDC_TRUST_EMAIL=true', () => {
    const trusts = (value: string) => oidcOf(readEnv({ ...PROVIDER, OIDC_TRUST_EMAIL: value }))?.trustsEmail;
    expect([trusts(''), trusts('false'), trusts('true')]).toEqual([false, false, true]);
    expect(() => trusts('yes')).toThrow(/^OIDC_TRUST_EMAIL: .*true.*false/);
  });
});
