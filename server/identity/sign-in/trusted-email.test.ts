import { describe, expect, test } from 'vitest';
import { trustedEmail } from './trusted-email.ts';

const email = 'ada@status.example';

describe('the address of a person at an identity provider', () => {
  test.each([
    ['verified in the ID token', [{ email, email_verified: true }, {}]],
    ['verified in UserInfo', [{}, { email, email_verified: true }]],
    ['verified as a text', [{ email, email_verified: 'true' }]],
    ['verified in UserInfo, and in the ID token without that claim', [{ email }, { email, email_verified: true }]],
    ['with capitals', [{ email: ' Ada@Status.Example', email_verified: true }]],
  ])('counts where it is %s', (_, sources) => {
    expect([trustedEmail(sources, false), trustedEmail(sources, true)]).toEqual([email, email]);
  });

  test('without a word on verification counts only where the operator trusts the provider', () => {
    for (const sources of [
      [{ email }, {}],
      [{}, { email }],
      [{ email }, { email }],
    ])
      expect([trustedEmail(sources, false), trustedEmail(sources, true)]).toEqual([null, email]);
  });

  test.each([
    ['is not verified', [{ email, email_verified: false }, {}]],
    ['is not verified in UserInfo', [{ email }, { email, email_verified: false }]],
    ['is verified in one place and not in the other', [{ email, email_verified: true }, { email_verified: false }]],
    ['has a claim of another kind', [{ email, email_verified: null }]],
    ['is missing', [{ email_verified: true }, {}]],
    ['is no address', [{ email: ['a@b.example'], email_verified: true }]],
    ['is a list', [{ email: 'a@b.example,c@d.example', email_verified: true }]],
  ])('never counts where it %s', (_, sources) => {
    expect([trustedEmail(sources, false), trustedEmail(sources, true)]).toEqual([null, null]);
  });
});
