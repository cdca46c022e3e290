import { z } from 'zod';
import { SCOPES } from '#domain/access/permission';
import { SEVERITY_MEANINGS } from '#domain/measurement/alert-severity';

/**
 * The sender of a request with a token. `heartbeat`: the instance that a ping of the source probes, null for any other
 * source. `alerts`: how alerts of the source are read.
 */
export const senderSchema = z.object({
  tokenId: z.number(),
  prefix: z.string(),
  scopes: z.array(z.enum(SCOPES)).readonly(),
  sourceId: z.number().nullable(),
  sourceName: z.string().nullable(),
  sourceKind: z.enum(['agent', 'edge', 'heartbeat']).nullable(),
  heartbeat: z.object({ componentId: z.number(), instance: z.string() }).nullable(),
  alerts: z
    .object({ repeatWithinMs: z.number(), severities: z.record(z.string(), z.enum(SEVERITY_MEANINGS)) })
    .nullable(),
});
export type Sender = z.infer<typeof senderSchema>;

/** A token as it was last read. `hash`: of its secret, in base64; `readAt`: when the database confirmed it. */
export const knownTokenSchema = z.object({
  hash: z.string(),
  sender: senderSchema,
  expiresAt: z.number().nullable(),
  readAt: z.number(),
});
export type KnownToken = z.infer<typeof knownTokenSchema>;
