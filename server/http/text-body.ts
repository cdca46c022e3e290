import { AppError } from '#server/errors';
import { bytesBody } from './bytes-body.ts';

const BYTES_MAX = 1_048_576;

/** Reads the body of a request as text, up to the limit. Errors: body_too_large, malformed_body. */
export async function textBody(request: Request): Promise<string> {
  const bytes = await bytesBody(request, BYTES_MAX);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('malformed_body', 'The body must be text in UTF-8.');
  }
}
