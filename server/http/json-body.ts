import { AppError } from '../errors.ts';

const BYTES_MAX = 1_048_576;

/** The JSON object that a request brings, never more than the limit. Errors: body_too_large, malformed_body. */
export async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readBytes(request);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>; // checked beside
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error; // told below
  }
  throw new AppError('malformed_body', 'The body must be a JSON object in UTF-8.');
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > BYTES_MAX) throw new AppError('body_too_large', `At most ${BYTES_MAX} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a request that may be repeated says in its header, as verbs take it. */
export function keyOf(request: Request): { idempotencyKey?: string } {
  const key = request.headers.get('idempotency-key');
  return key === null ? {} : { idempotencyKey: key };
}
