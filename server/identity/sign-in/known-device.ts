import type { Context } from '#server/context';
import { type Cookie, givenCookie, newCookie } from './cookies.ts';
import type { Client } from './request-client.ts';
import { seal, unseal } from './sealed.ts';

const NONCE_BYTES = 12;
const LASTS_S = 31_536_000;

type Secrets = Pick<Context, 'staff' | 'random' | 'publicOrigin'>;

/** Returns the id of the browser if the person with this address has signed in from it before; otherwise null. */
export async function knownDevice(ctx: Secrets, client: Client, email: string): Promise<string | null> {
  const opened = await unseal(ctx, 'device', givenCookie(ctx, client, 'device') ?? '');
  const [nonce = '', owner] = opened?.split('\n') ?? [];
  return owner === email ? nonce : null;
}

/**
 * Returns the cookie by which the browser is known from now on. It gives no access. It only keeps other people's attempts
 * from counting against the person.
 */
export async function rememberDevice(ctx: Secrets, email: string): Promise<Cookie> {
  const nonce = ctx.random.bytes(NONCE_BYTES).toString('base64url');
  return newCookie(ctx, 'device', await seal(ctx, 'device', `${nonce}\n${email}`), LASTS_S);
}
