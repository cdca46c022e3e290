import { describe, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { confirmLink, type Link, linkKey, linkToken, readLinkToken, subscriberLinks } from './link-token.ts';

const world = testWorld();
const KEY = Buffer.alloc(48, 7);
const LINK: Link = { publicId: 'k3f9a0c2m7xq', purpose: 'manage', linkVersion: 2, expiresAt: null };
const AT = Date.parse('2022-03-30T12:00:00.500Z');

test('a token contains its subscriber, purpose and expiry', () => {
  for (const purpose of ['confirm', 'manage', 'unsubscribe'] as const)
    expect(readLinkToken(KEY, linkToken(KEY, { ...LINK, purpose }))).toEqual({ ...LINK, purpose });
  expect(readLinkToken(KEY, linkToken(KEY, { ...LINK, expiresAt: AT }))?.expiresAt).toBe(AT + 500); // whole seconds
  expect(linkToken(KEY, LINK)).toBe(linkToken(KEY, LINK));
});

describe('a token is refused', () => {
  const token = linkToken(KEY, { ...LINK, expiresAt: AT });
  const [id = '', purpose = '', version = '', expiry = '', mac = ''] = token.split('.');
  test.each([
    ['with another key', linkToken(Buffer.alloc(48, 8), LINK)],
    ['for another subscriber', ['k3f9a0c2m7xr', purpose, version, expiry, mac].join('.')],
    ['for another purpose', [id, 'u', version, expiry, mac].join('.')],
    ['of another version', [id, purpose, '3', expiry, mac].join('.')],
    ['that never expires', [id, purpose, version, '0', mac].join('.')],
    ['with another signature', [id, purpose, version, expiry, 'A'.repeat(22)].join('.')],
    ['without a signature', [id, purpose, version, expiry, ''].join('.')],
    ['of another form', 'x'],
    ['that is empty', ''],
  ])('%s', (_, text) => expect(readLinkToken(KEY, text)).toBeNull());
});

test('the links of a subscriber begin with the origin and carry one purpose each; a link to confirm works for 72 hours', () => {
  const subscriber = { publicId: LINK.publicId, linkVersion: 2 };
  const { manage, unsubscribe } = subscriberLinks(KEY, 'https://status.acme.test', subscriber);
  const { url, expiresAt } = confirmLink(KEY, 'https://status.acme.test', subscriber, AT);
  expect(expiresAt).toBe(AT + 72 * 3_600_000);
  const purposes = [manage, unsubscribe, url].map((link) => {
    const [, path, token = '', rest] =
      /^https:\/\/status\.acme\.test\/(subscriptions|u)\/([^/]+)(\/confirm)?$/.exec(link) ?? [];
    return [path, readLinkToken(KEY, token)?.purpose, rest];
  });
  expect(purposes).toEqual([
    ['subscriptions', 'manage', undefined],
    ['u', 'unsubscribe', undefined],
    ['subscriptions', 'confirm', '/confirm'],
  ]);
});

test('the key is created once, and differs from the secret of sign-in', async () => {
  const [one, other] = [await linkKey(world.ctx), await linkKey(world.ctx)];
  expect([one.length, one.equals(other)]).toEqual([48, true]);
  expect(await world.ctx.prisma.serverSecret.findMany({ select: { name: true } })).toEqual([
    { name: 'subscriber-links' },
  ]);
});
