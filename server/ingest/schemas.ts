import { z } from 'zod';
import { linePattern } from '#server/markdown/plain-text';

/** Named limits of ingest. */
export const PROBES_MAX = 5_000;
export const BODY_BYTES_MAX = 4 * 1024 * 1024;
export const INFLATED_BYTES_MAX = 20 * 1024 * 1024;
const NAME_LENGTH_MAX = 200;
const LABEL_LENGTH_MAX = 100;

const ALLOWED = 'well-formed text without control characters or characters that change the text direction';
export const name = z
  .string()
  .regex(linePattern(1, NAME_LENGTH_MAX), `must be 1 to ${NAME_LENGTH_MAX} characters of ${ALLOWED}`);
export const nameOrNone = z
  .string()
  .regex(linePattern(0, NAME_LENGTH_MAX), `must be at most ${NAME_LENGTH_MAX} characters of ${ALLOWED}`);
export const label = z
  .string()
  .regex(linePattern(0, LABEL_LENGTH_MAX), `must be at most ${LABEL_LENGTH_MAX} characters of ${ALLOWED}`);
const figure = z.number().min(0);

export const probeSchema = z
  .object({
    component: name.meta({ description: 'Slug of the component', example: 'serving' }),
    instance: name.meta({ example: 'srv-0001' }),
    region: label.nullish(),
    zone: label.nullish(),
    observedAt: z
      .string()
      .meta({ format: 'date-time', description: 'RFC 3339 with any offset; floored to the millisecond' }),
    health: z.enum(['up', 'degraded', 'down', 'retired']),
    latencyMs: figure.nullish(),
    dataAgeSeconds: figure.nullish(),
  })
  .meta({ id: 'Probe' });

export type Probe = z.infer<typeof probeSchema>;

/** The envelope. Each probe is checked on its own, so that an invalid probe does not lose the others. */
export const envelopeSchema = z.object({ source: name, probes: z.array(z.unknown()) });

export const probeBatchSchema = z
  .object({ source: name, probes: z.array(probeSchema).max(PROBES_MAX) })
  .meta({ id: 'ProbeBatch' });

const REJECTIONS = ['too_old', 'in_future', 'unknown_component', 'invalid'] as const;
const rejectedSchema = z.object({ index: z.number().int(), code: z.enum(REJECTIONS), detail: z.string() });
export const receiptSchema = z
  .object({ accepted: z.number().int(), duplicates: z.number().int(), rejected: z.array(rejectedSchema) })
  .meta({ id: 'ProbeReceipt' });

export type Rejected = z.infer<typeof rejectedSchema>;
export type Receipt = z.infer<typeof receiptSchema>;
