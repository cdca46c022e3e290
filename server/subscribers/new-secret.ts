import type { Random } from '#server/random';

const SECRET_BYTES = 32;

/** Returns a new secret of a webhook in the form of Standard Webhooks: `whsec_` and base64. */
export function newSecret(random: Random): string {
  return `whsec_${random.bytes(SECRET_BYTES).toString('base64')}`;
}
