import { z } from 'zod';
import type { Instant } from '#domain/time/interval';

/** Signing secrets of a webhook that were replaced, the newest first. `until`: ISO 8601, when each stops signing. */
export const earlierSecretsSchema = z.array(z.strictObject({ secret: z.string(), until: z.iso.datetime() }));
export type EarlierSecret = z.infer<typeof earlierSecretsSchema>[number];

/** Returns the earlier secrets that still sign. */
export function signingAt(earlier: readonly EarlierSecret[], now: Instant): EarlierSecret[] {
  return earlier.filter(({ until }) => Date.parse(until) > now);
}

/** Returns the secrets that sign now, the newest first: several during the rotation of a secret. */
export function secretsAt(secret: string | null, earlier: readonly EarlierSecret[], now: Instant): string[] {
  return [...(secret === null ? [] : [secret]), ...signingAt(earlier, now).map((one) => one.secret)];
}
