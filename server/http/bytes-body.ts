import { AppError } from '#server/errors';

/** Reads the body of a request, up to the limit. Errors: body_too_large. */
export async function bytesBody(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > bytesMax) throw new AppError('body_too_large', `The body must be at most ${bytesMax} bytes.`);
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
