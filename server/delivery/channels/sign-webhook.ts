import { createHmac } from 'node:crypto';
import type { Instant } from '#domain/time/interval';

const PREFIX = 'whsec_';

/**
 * Returns the headers of Standard Webhooks 1.0 for a body. `secrets`: each signs, the newest first, so that a receiver can verify with the old or the new
 * one during a rotation. `at`: the time of this try; receivers reject one that is too old.
 */
export function signWebhook({
  id,
  at,
  body,
  secrets,
}: {
  id: string;
  at: Instant;
  body: string;
  secrets: readonly string[];
}): Record<string, string> {
  const timestamp = Math.floor(at / 1_000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
