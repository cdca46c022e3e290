import { AppError } from '#server/errors';

const BYTES_MAX = 1_048_576;

/** Reads the body of a request as text, up to the limit. Errors: body_too_large, malformed_body. */
export async function textBody(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > BYTES_MAX) throw new AppError('body_too_large', `The body must be at most ${BYTES_MAX} bytes.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError('malformed_body', 'The body must be text in UTF-8.');
  }
}
