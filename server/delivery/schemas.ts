import { z } from 'zod';

const publicId = z.string().regex(/^[a-z0-9]{12}$/, 'must be an id of 12 letters and digits');
const word = z.string().regex(/^[a-z_]{1,20}$/, 'must be a word in lower case');

export const retrySchema = z.strictObject({
  event: publicId,
  state: z.enum(['deferred', 'dead']),
  channel: z.enum(['email', 'webhook']).optional(),
  outcome: word.optional(),
  subscriber: publicId.optional(),
});
export type RetryDeliveries = z.input<typeof retrySchema>;
