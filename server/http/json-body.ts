import { AppError } from '#server/errors';
import { textBody } from './text-body.ts';

/** The JSON object that a request brings, never more than the limit. Errors: body_too_large, malformed_body. */
export async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  const text = await textBody(request);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>; // checked beside
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error; // told below
  }
  throw new AppError('malformed_body', 'The body must be a JSON object in UTF-8.');
}

/** What a request that may be repeated says in its header, as verbs take it. */
export function keyOf(request: Request): { idempotencyKey?: string } {
  const key = request.headers.get('idempotency-key');
  return key === null ? {} : { idempotencyKey: key };
}
