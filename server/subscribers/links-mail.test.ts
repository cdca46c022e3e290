import { expect, test } from 'vitest';
import type { LinkedSubscriber } from '#server/subscribers/sql/linked-subscriber';
import { readLinkToken } from './link-token.ts';
import { linksMail } from './links-mail.ts';

const KEY = Buffer.alloc(48, 7);
const SENDING = {
  brand: { title: 'Larkfield Status', name: 'Larkfield', accent: null },
  key: KEY,
  origin: 'https://status.acme.test',
  at: Date.parse('2022-03-30T12:00:00Z'),
};
const aSubscription = (change: Partial<LinkedSubscriber>): LinkedSubscriber => ({
  id: 'k3f9a0c2m7xq',
  channel: 'email',
  address: 'petra@a.example',
  ownerEmail: null,
  state: 'active',
  linkVersion: 1,
  failingSince: null,
  hasOther: false,
  incident: null,
  components: [],
  minimumImpact: 'minor',
  events: ['opened'],
  language: 'en',
  timeZone: null,
  format: 'standard',
  ...change,
});
const HOOK = { channel: 'webhook', ownerEmail: 'petra@a.example' } as const;

test('one mail has the links to all subscriptions of a recipient, as they are when it is sent', () => {
  const mail = linksMail(
    'petra@a.example',
    [
      aSubscription({ id: 'aaaaaaaaaaaa' }),
      aSubscription({ ...HOOK, id: 'bbbbbbbbbbbb', address: 'https://hooks.a.example/x?key=hidden', linkVersion: 3 }),
      aSubscription({ id: 'cccccccccccc', state: 'unconfirmed', incident: { id: 'inc000000001', title: 'Slow' } }),
      aSubscription({ id: 'dddddddddddd', state: 'ended' }),
      aSubscription({ ...HOOK, id: 'eeeeeeeeeeee', ownerEmail: 'other@a.example' }),
    ],
    SENDING,
  );
  expect([mail.to, mail.subject]).toEqual(['petra@a.example', '[Larkfield Status] Manage your subscriptions']);
  for (const part of [mail.text, mail.html]) {
    const links = [...part.matchAll(/\/subscriptions\/([\w.-]+?)(?=["\s/<]|$)/g)].map(([, token = '']) =>
      readLinkToken(KEY, token),
    );
    expect([...new Set(links.map((link) => `${link?.publicId} ${link?.purpose} ${link?.linkVersion}`))]).toEqual([
      'aaaaaaaaaaaa manage 1',
      'bbbbbbbbbbbb manage 3',
      'cccccccccccc confirm 1',
    ]);
    expect(part).toContain('Webhook to hooks.a.example');
    expect(part).toContain('12:00 UTC on 2 April 2022');
    expect(part).not.toContain('hidden');
  }
});
