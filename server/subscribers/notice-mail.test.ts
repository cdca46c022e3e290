import { describe, expect, test } from 'vitest';
import { readLinkToken } from './link-token.ts';
import type { SubscriptionNotice } from './notice.ts';
import { noticeMail } from './notice-mail.ts';

const KEY = Buffer.alloc(48, 7);
const AT = Date.parse('2022-03-30T12:00:00Z');
const SENDING = {
  brand: { title: 'Larkfield Status', name: 'Larkfield', accent: null },
  key: KEY,
  origin: 'https://status.acme.test',
  at: AT,
};
const PETRA = {
  publicId: 'k3f9a0c2m7xq',
  channel: 'email',
  address: 'petra@a.example',
  ownerEmail: null,
  linkVersion: 1,
} as const;
const HOOK = {
  ...PETRA,
  channel: 'webhook',
  address: 'https://hooks.a.example/candor?key=hidden',
  ownerEmail: 'ops@a.example',
} as const;

/** Returns the purposes of the links in a mail, from text and HTML. */
function purposes(content: string) {
  const tokens = [...content.matchAll(/https:\/\/status\.acme\.test\/subscriptions\/([\w.-]+)/g)];
  return [...new Set(tokens.map(([, token = '']) => readLinkToken(KEY, token)?.purpose))];
}

test('an address confirms by a link that expires after 72 hours', () => {
  const mail = noticeMail({ kind: 'confirm' }, PETRA, SENDING);
  expect([mail.to, mail.subject]).toEqual(['petra@a.example', '[Larkfield Status] Confirm your subscription']);
  for (const part of [mail.text, mail.html]) {
    expect(part).toContain('12:00 UTC on 2 April 2022');
    expect(purposes(part)).toEqual(['confirm']);
  }
  expect(noticeMail({ kind: 'confirm' }, PETRA, SENDING)).toEqual(mail);
});

test('a webhook is confirmed by its owner, and the mail names only the host of the endpoint', () => {
  const mail = noticeMail({ kind: 'confirm' }, HOOK, SENDING);
  expect([mail.to, purposes(mail.text)]).toEqual(['ops@a.example', ['confirm']]);
  expect(mail.text).toContain('The endpoint at hooks.a.example gets updates once you confirm.');
  expect(`${mail.text}${mail.html}`).not.toContain('hidden');
});

describe('every other notice leads to the page of the subscription', () => {
  test.each([
    'already_active',
    'link',
    'endpoint_failing',
    'endpoint_disabled',
    'new_secret',
  ] satisfies SubscriptionNotice['kind'][])('%s', (kind) => {
    const mail = noticeMail({ kind }, HOOK, SENDING);
    expect([mail.to, purposes(mail.text), purposes(mail.html)]).toEqual(['ops@a.example', ['manage'], ['manage']]);
    expect(mail.text).toContain('hooks.a.example');
    expect(mail.text).toContain(
      'You get this message because ops@a.example is subscribed to the Larkfield status page.',
    );
  });
});
