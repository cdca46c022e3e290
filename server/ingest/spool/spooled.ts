import { z } from 'zod';
import { senderSchema } from '#server/identity/tokens/sender';

/** The endpoints whose deliveries can be spooled. */
const DELIVERY_KINDS = ['probes', 'alerts', 'ping'] as const;
export type KindName = (typeof DELIVERY_KINDS)[number];

/**
 * What is known of a delivery without its body. `id` names it, so that nothing is stored twice. `receivedAt`: when its bytes arrived; `latest`: the
 * latest time it may have arrived at (server/clock.ts). `heldFrom`: the components of its source are not evaluated past this instant; null for old
 * probes. `accepted`: how many probes or alerts its sender was promised.
 */
const headerSchema = z.object({
  id: z.string(),
  kind: z.enum(DELIVERY_KINDS),
  sender: senderSchema,
  receivedAt: z.number(),
  latest: z.number(),
  heldFrom: z.number().nullable(),
  accepted: z.number(),
});
export type Header = z.infer<typeof headerSchema>;
/** A delivery as it arrived. */
export type Spooled = Header & { body: unknown };

/** Returns a delivery as one line: its header and its body, separated by a tab, which JSON never contains. */
export function lineOf({ body, ...header }: Spooled): Buffer {
  return Buffer.from(`${JSON.stringify(header)}\t${JSON.stringify(body ?? null)}\n`);
}

/** Returns the header of a line without reading the body; null for a damaged line. */
export function headerOf(line: string): Header | null {
  return headerSchema.safeParse(parsed(line.slice(0, line.indexOf('\t')))).data ?? null;
}

/** Returns the delivery of a line, or null for a damaged line. */
export function deliveryOf(line: string): Spooled | null {
  const header = headerOf(line);
  const body = parsed(line.slice(line.indexOf('\t') + 1));
  return header && body !== undefined ? { ...header, body } : null;
}

/** Returns undefined for text that is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a damaged file; the caller logs it
  }
}

/** Returns the lines of a segment that were written whole. A crash can leave the last one incomplete; it was not acknowledged. */
export function wholeLines(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
