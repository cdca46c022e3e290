import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { AppError } from '#server/errors';

const gunzip = promisify(zlib.gunzip);

const VALUES_MAX = 200_000;
const DISCARDED_BYTES_MAX = 32 * 1024 * 1024;
const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];

type Limits = { bytesMax: number; inflatedBytesMax: number };

async function readBytes(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const tooLarge = () =>
    new AppError(
      'body_too_large',
      `The body must be at most ${bytesMax} bytes as sent. Split the batch or compress it with gzip.`,
    );
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > bytesMax) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('malformed_body', 'The body is incomplete: the connection closed before it ended.'); // the sender closed the connection or took too long
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

async function inflate(bytes: Buffer, inflatedBytesMax: number): Promise<Buffer> {
  try {
    return await gunzip(bytes, { maxOutputLength: inflatedBytesMax });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError(
        'body_too_large',
        `The body must be at most ${inflatedBytesMax} bytes after decompression. Split the batch.`,
      );
    throw new AppError('malformed_body', 'The body is not valid gzip, although Content-Encoding is gzip.');
  }
}

/** Counts values before parsing: a few kilobytes can decompress to millions of empty arrays, which take seconds to parse. */
function hasTooManyValues(bytes: Buffer): boolean {
  if (bytes.length <= VALUES_MAX) return false; // a value takes at least one byte
  let count = 0;
  for (const byte of bytes)
    if ((byte === COMMA || byte === BRACKET || byte === BRACE) && ++count > VALUES_MAX) return true;
  return false;
}

/**
 * Reads and discards the rest of a body after an early answer, so that the sender can read the answer. Closes the connection if the rest is too large
 * to be a mistake.
 */
export function discardRest(request: IncomingMessage): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > DISCARDED_BYTES_MAX) request.socket.destroy();
  });
  request.on('error', () => request.socket.destroy());
  request.resume();
}

/** Reads a JSON body, plain or gzip, up to the limits. Errors: body_too_large, unsupported_encoding, malformed_body. */
export async function readJson(request: IncomingMessage, { bytesMax, inflatedBytesMax }: Limits): Promise<unknown> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new AppError('unsupported_encoding', 'Content-Encoding must be gzip or absent.');
  const sent = await readBytes(request, bytesMax);
  const bytes = encoding === 'gzip' ? await inflate(sent, inflatedBytesMax) : sent;
  if (hasTooManyValues(bytes))
    throw new AppError('body_too_large', `The body must contain at most ${VALUES_MAX} values. Split the batch.`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('malformed_body', 'The body must be JSON in UTF-8.');
  }
}
