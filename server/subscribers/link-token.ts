import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { serverSecret } from '#server/identity/sign-in/server-secret';

/** What a link is for. A link for one purpose does nothing else. */
type LinkPurpose = 'confirm' | 'manage' | 'unsubscribe';
/** `expiresAt` null: it does not expire. */
export type Link = { publicId: string; purpose: LinkPurpose; linkVersion: number; expiresAt: Instant | null };

const LETTERS = { confirm: 'c', manage: 'm', unsubscribe: 'u' } as const;
const TOKEN = /^([a-z0-9]{12})\.([cmu])\.(\d{1,9})\.([0-9a-z]{1,9})\.([\w-]{22})$/;
const MAC_BYTES = 16;
const RADIX = 36;
const SECOND_MS = 1_000;
const CONFIRM_MS = 72 * 3_600_000;

/** Returns the key that signs the links of subscribers. Reads the database: read it once per batch. */
export async function linkKey(ctx: Pick<Context, 'staff' | 'random'>): Promise<Buffer> {
  return Buffer.from(await serverSecret(ctx, 'subscriber-links'), 'base64url');
}

function macOf(key: Buffer, signed: string): Buffer {
  return createHmac('sha256', key).update(signed).digest().subarray(0, MAC_BYTES);
}

/** Returns the token of a link. Equal links have equal tokens, so that a resent e-mail has identical content. */
export function linkToken(key: Buffer, { publicId, purpose, linkVersion, expiresAt }: Link): string {
  const expiry = expiresAt === null ? '0' : Math.ceil(expiresAt / SECOND_MS).toString(RADIX);
  const signed = `${publicId}.${LETTERS[purpose]}.${linkVersion}.${expiry}`;
  return `${signed}.${macOf(key, signed).toString('base64url')}`;
}

/** Returns what a token says if Candor has signed it, or null. The caller checks purpose, version and expiry. */
export function readLinkToken(key: Buffer, token: string): Link | null {
  const [, publicId = '', letter = '', version = '', expiry = '', mac = ''] = TOKEN.exec(token) ?? [];
  if (publicId === '') return null;
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, `${publicId}.${letter}.${version}.${expiry}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const purpose = letter === LETTERS.confirm ? 'confirm' : letter === LETTERS.manage ? 'manage' : 'unsubscribe';
  const expiresAt = expiry === '0' ? null : Number.parseInt(expiry, RADIX) * SECOND_MS;
  return { publicId, purpose, linkVersion: Number(version), expiresAt };
}

type Addressed = { publicId: string; linkVersion: number };

/** Returns the links of every mail to a subscriber: to the page of the subscription, and the target of one-click unsubscribe. */
export function subscriberLinks(
  key: Buffer,
  origin: string,
  subscriber: Addressed,
): { manage: string; unsubscribe: string } {
  const token = (purpose: LinkPurpose) => linkToken(key, { ...subscriber, purpose, expiresAt: null });
  return {
    manage: `${origin}/subscriptions/${token('manage')}`,
    unsubscribe: `${origin}/u/${token('unsubscribe')}`,
  };
}

/** Returns the link with which a subscriber confirms, and until when it works. `at`: when the notice was written. */
export function confirmLink(
  key: Buffer,
  origin: string,
  { publicId, linkVersion }: Addressed,
  at: Instant,
): { url: string; expiresAt: Instant } {
  const expiresAt = at + CONFIRM_MS;
  const token = linkToken(key, { publicId, linkVersion, purpose: 'confirm', expiresAt });
  return { url: `${origin}/subscriptions/${token}/confirm`, expiresAt };
}
