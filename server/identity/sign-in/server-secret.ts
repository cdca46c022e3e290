import type { Context } from '#server/context';
import { readSecret, storeSecret } from '#server/identity/sql/server-secret';

const SECRET_BYTES = 48;

/** What a secret is for: sealing cookies and second factors, or signing the links in mails to subscribers. */
type SecretName = 'sign-in' | 'subscriber-links';

/** Returns a random secret of this installation. It is created once and shared by all processes on this database. */
export async function serverSecret(
  { staff, random }: Pick<Context, 'staff' | 'random'>,
  name: SecretName = 'sign-in',
): Promise<string> {
  const found = await readSecret(staff, name);
  return found ?? storeSecret(staff, name, random.bytes(SECRET_BYTES).toString('base64url')); // another process may be first
}
