import { z } from 'zod';
import { emailAddress } from '#server/identity/sign-in/password-schema';
import { linePattern } from '#server/markdown/plain-text';

const PAGERDUTY_EVENTS = 'https://events.pagerduty.com/v2/enqueue';

const URL_LENGTH_MAX = 2_000;
const name = z.string().trim().regex(linePattern(1, 100), 'must be 1 to 100 characters on one line');
const url = z
  .string()
  .trim()
  .regex(linePattern(1, URL_LENGTH_MAX), `must be a URL of at most ${URL_LENGTH_MAX} characters`);
const routingKey = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{16,100}$/, 'must be the integration key of a PagerDuty service');

export const destinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), name, address: emailAddress }),
  z.strictObject({ kind: z.literal('webhook'), name, address: url }),
  z.strictObject({ kind: z.literal('slack'), name, address: url }),
  z.strictObject({ kind: z.literal('pagerduty'), name, address: url.default(PAGERDUTY_EVENTS), routingKey }),
]);
export const idSchema = z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) });
export const acknowledgeSchema = idSchema.extend({ urgency: z.coerce.number().int().min(1).max(3) });
