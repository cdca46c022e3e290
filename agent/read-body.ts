import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { decodeText } from './decode-text.ts';

/** Limit of a response body, before and after decompression. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
/** Limit of content encodings applied to one body. */
const ENCODINGS_MAX = 3;

const LIMIT = { maxOutputLength: BODY_BYTES_MAX };
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const brotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);
const zstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

/** zlib's code for a stream that ends before its last block or its checksum. The missing part may hold the worst sample. */
const UNFINISHED = 'Z_BUF_ERROR';

/** The low half of the first byte of zlib's header, which some servers omit. */
const ZLIB_METHOD = 0x08;
const hasZlibHeader = ([first = 0]: Buffer) => (first & 0x0f) === ZLIB_METHOD;

const DECODERS: ReadonlyMap<string, (body: Buffer) => Promise<Buffer>> = new Map([
  ['gzip', (body: Buffer) => gunzip(body, LIMIT)],
  ['x-gzip', (body: Buffer) => gunzip(body, LIMIT)],
  ['deflate', (body: Buffer) => (hasZlibHeader(body) ? inflate(body, LIMIT) : inflateRaw(body, LIMIT))],
  ['br', (body: Buffer) => brotli(body, LIMIT)],
  ['zstd', (body: Buffer) => zstd(body, LIMIT)],
]);

/**
 * Reads a body as an HTTP client does: decodes any Content-Encoding, requested or not, then the charset. Errors: a message for the log.
 */
export async function readBody(response: IncomingMessage): Promise<string> {
  let body = await bytesOf(response);
  for (const encoding of encodingsOf(response.headers['content-encoding'])) body = await decode(body, encoding);
  return decodeText(body, /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(response.headers['content-type'] ?? '')?.[1]);
}

/** Waits for the end of a body whose content is not used, within the same limit. */
export async function skipBody(response: IncomingMessage): Promise<string> {
  await bytesOf(response);
  return '';
}

async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): Error {
  return new Error(`response is larger than ${BODY_BYTES_MAX} bytes`);
}

/** Returns the encodings to undo, the last applied first. */
function encodingsOf(header = ''): string[] {
  const names = header
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > ENCODINGS_MAX) throw new Error(`response has more than ${ENCODINGS_MAX} content encodings`);
  return names.reverse();
}

async function decode(body: Buffer, encoding: string): Promise<Buffer> {
  const decoder = DECODERS.get(encoding);
  if (!decoder)
    throw new Error(`response has an unsupported Content-Encoding; supported: ${[...DECODERS.keys()].join(', ')}`);
  if (body.length === 0) return body; // for example after 204
  return decoder(body).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Error(
      code === UNFINISHED
        ? `response is truncated: the ${encoding} stream has no end`
        : `response is not valid ${encoding}, which Content-Encoding names (${code})`,
    );
  });
}
