import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Context } from '#server/context';
import { serverSecret } from './server-secret.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

type Secrets = Pick<Context, 'staff' | 'random'>;
/** What a sealed text is for. A text that was sealed for one purpose cannot be opened for another. */
type Purpose = 'device' | 'totp' | 'single_sign_on';

async function keyFor(ctx: Secrets, purpose: Purpose): Promise<Buffer> {
  return Buffer.from(hkdfSync('sha256', await serverSecret(ctx), '', purpose, KEY_BYTES));
}

/** Encrypts and authenticates a text with the secret of this installation. */
export async function seal(ctx: Secrets, purpose: Purpose, text: string): Promise<string> {
  const iv = ctx.random.bytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, await keyFor(ctx, purpose), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Returns the text that was sealed, or null for a value that was not sealed here for this purpose. */
export async function unseal(ctx: Secrets, purpose: Purpose, sealed: string): Promise<string | null> {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, await keyFor(ctx, purpose), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null; // the value is not authentic
  }
}
