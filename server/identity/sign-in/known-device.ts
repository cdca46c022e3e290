import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '#server/context';
import { serverSecret } from './server-secret.ts';
import { cookieOf, type Visit } from './visit.ts';

const NONCE_BYTES = 12;
const KEPT_S = 31_536_000;

type World = Pick<Context, 'prisma' | 'random' | 'publicOrigin'>;

function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-candor.device' : 'candor.device';
}

async function seal(ctx: World, email: string, nonce: string): Promise<Buffer> {
  return createHmac('sha256', await serverSecret(ctx))
    .update(`device\n${email}\n${nonce}`)
    .digest();
}

/** The name of the browser where the person with this address has signed in from it before; null for any other. */
export async function knownDevice(ctx: World, visit: Visit, email: string): Promise<string | null> {
  const [nonce, given] = (cookieOf(visit, cookieName(ctx.publicOrigin)) ?? '').split('.');
  if (!nonce || !given) return null;
  const sealed = await seal(ctx, email, nonce);
  const bytes = Buffer.from(given, 'base64url');
  return bytes.length === sealed.length && timingSafeEqual(bytes, sealed) ? nonce : null;
}

/** The cookie by which the browser is known from now on. It opens nothing: it only keeps strangers from using up its owner's tries. */
export async function rememberDevice(ctx: World, email: string): Promise<string> {
  const nonce = ctx.random.bytes(NONCE_BYTES).toString('base64url');
  const value = `${nonce}.${(await seal(ctx, email, nonce)).toString('base64url')}`;
  const secure = ctx.publicOrigin.startsWith('https:') ? '; Secure' : '';
  return `${cookieName(ctx.publicOrigin)}=${value}; Path=/; Max-Age=${KEPT_S}; HttpOnly; SameSite=Lax${secure}`;
}
