import { AppError } from '#server/errors';
import { textBody } from './text-body.ts';

/** Reads the body of a request as a JSON object, up to the limit. Errors: body_too_large, malformed_body. */
export async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  const text = await textBody(request);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>; // just checked
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error; // malformed JSON is refused below
  }
  throw new AppError('malformed_body', 'The body must be a JSON object in UTF-8.');
}

/** Returns the Idempotency-Key header in the form that verbs expect. */
export function idempotencyKeyOf(request: Request): { idempotencyKey?: string } {
  const key = request.headers.get('idempotency-key');
  return key === null ? {} : { idempotencyKey: key };
}
