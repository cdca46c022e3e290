import { emailAddress } from './password-schema.ts';

type Claims = { readonly [name: string]: unknown };

/** Some providers send the claim as a text. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true';
}

/**
 * Returns the e-mail address in the claims of an identity provider (ID token and UserInfo) if the provider has verified
 * it, otherwise null. With `trustsEmail`, the address of a provider that sends no `email_verified` counts as verified. A
 * provider that says that the address is not verified is never trusted.
 */
export function trustedEmail(sources: readonly Claims[], trustsEmail: boolean): string | null {
  const statements = sources.map((claims) => claims.email_verified).filter((claim) => claim !== undefined);
  if (!statements.every(isTrue)) return null;
  const source =
    sources.find((claims) => claims.email !== undefined && isTrue(claims.email_verified)) ??
    (trustsEmail ? sources.find((claims) => claims.email !== undefined) : undefined);
  const parsed = emailAddress.safeParse(source?.email);
  return parsed.success ? parsed.data : null;
}
