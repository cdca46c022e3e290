import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { PublishingMode } from '#domain/site/publication';
import type { Instant } from '#domain/time/interval';

/** Smaller bodies and pictures are not compressed: they would hardly become smaller. */
const COMPRESSED_FROM_BYTES = 512;
const TEXT = /^(text\/|application\/(json|xml|problem\+json|atom\+xml|rss\+xml|feed\+json|yaml)|image\/svg)/;
/** Of the levels of Brotli, 5 gives nearly the size of the highest one in a tenth of the time, and entries are published every 30 seconds. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const DIGEST_LENGTH = 27;
const LENGTH_BYTES = 4;

const ENCODINGS = ['identity', 'gzip', 'br'] as const;
export type Encoding = (typeof ENCODINGS)[number];
/** The bytes of one answer in each encoding; an empty buffer where an encoding is not worth it. `digest`: SHA-256 of the identity, for the ETag. */
export type Bytes = { digest: string } & Record<Encoding, Buffer>;

/**
 * One published address. `normal` is served until `staleAt`, and `stale` from then on; without `staleAt`, `normal` is served at any age. `build`: the
 * program that rendered it.
 */
export type Entry = {
  key: string;
  version: number;
  build: string;
  mode: PublishingMode;
  dependencies: readonly string[];
  status: number;
  generatedAt: Instant;
  staleAt: Instant | null;
  headers: Readonly<Record<string, string>>;
  normal: Bytes;
  stale: Bytes | null;
};

/** What is known of an entry without its bytes. */
export type EntryHead = Omit<Entry, 'normal' | 'stale'>;

const [compressBrotli, compressGzip] = [promisify(brotliCompress), promisify(gzip)];
const NOTHING = Buffer.alloc(0);

function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, DIGEST_LENGTH);
}

/** Compresses a body of this media type once, for all readers. */
export async function bytesOf(identity: Buffer, type: string): Promise<Bytes> {
  const digest = digestOf(identity);
  if (identity.length < COMPRESSED_FROM_BYTES || !TEXT.test(type))
    return { digest, identity, gzip: NOTHING, br: NOTHING };
  const [zipped, br] = await Promise.all([compressGzip(identity), compressBrotli(identity, BROTLI)]);
  return { digest, identity, gzip: zipped, br };
}

/** Joins the bytes of all encodings, each after its length, for storing. */
export function pack(bytes: Bytes): Buffer {
  return Buffer.concat(
    ENCODINGS.flatMap((encoding) => {
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(bytes[encoding].length);
      return [length, bytes[encoding]];
    }),
  );
}

/** Reads what `pack` has joined, or returns null if it is not whole. */
export function unpack(packed: Buffer): Bytes | null {
  const found: Partial<Record<Encoding, Buffer>> = {};
  let at = 0;
  for (const encoding of ENCODINGS) {
    if (at + LENGTH_BYTES > packed.length) return null;
    const end = at + LENGTH_BYTES + packed.readUInt32BE(at);
    if (end > packed.length) return null;
    found[encoding] = packed.subarray(at + LENGTH_BYTES, end);
    at = end;
  }
  if (at !== packed.length) return null;
  const { identity = NOTHING, gzip: zipped = NOTHING, br = NOTHING } = found;
  return { digest: digestOf(identity), identity, gzip: zipped, br };
}

/** The number of bytes that an entry occupies in memory, without its headers. */
export function sizeOf({ normal, stale }: Entry): number {
  const of = (bytes: Bytes | null) => (bytes ? bytes.identity.length + bytes.gzip.length + bytes.br.length : 0);
  return of(normal) + of(stale);
}
