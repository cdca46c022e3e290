import { STALE_AFTER_MS } from '#domain/measurement/shown-state';
import { type Publication, publicationOf } from '#domain/site/publication';
import type { Clock } from '#server/clock';
import { AppError } from '#server/errors';
import type { Incoming } from '#server/http/server';
import type { Bytes, Encoding, Entry } from './entry.ts';
import type { Library } from './library.ts';

/** Entries that are not live are rendered again when they are read and older than this. */
const CURRENT_MS = 30_000;
/** How long a reader waits for a page that is not published yet, before it is rendered for this reader only. */
const FIRST_MS_MAX = 5_000;
/** How long a reader waits for a newer version of a page, before the published one is served. */
const RENEWED_MS_MAX = 2_000;
/** Addresses for which readers wait at once. Each further one is rendered for its reader only. */
const WAITING_MAX = 200;

const AWAY = new AppError('database_unavailable', 'The database is unavailable. Try again in a few seconds.');

type SecurityHeaders = (path: string, isHttps: boolean) => Record<string, string>;
type Options = {
  library: Library;
  clock: Clock;
  /** Asks the publisher for an address. Rejects while the database is away. */
  request: (key: string) => Promise<void>;
  /** Whether the database answers. While it does not, no reader waits for it. */
  isCurrent: () => boolean;
  securityHeaders: SecurityHeaders;
};

/** Returns the encoding that a client prefers (RFC 9110, 12.5.3), of those that the server has. */
export function encodingOf(accepted: string): Encoding {
  const of = (name: string) =>
    new RegExp(`(^|,)\\s*${name}\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))[^,]*)?\\s*(,|$)`, 'i').test(accepted);
  if (of('br')) return 'br';
  return of('gzip') ? 'gzip' : 'identity';
}

/** Clients send few different values. The limit is for those that send any others. */
const ACCEPTED_MAX = 200;

/** Returns `encodingOf` that remembers its results, because it takes as long as all the rest of sending an entry. */
function rememberedEncodingOf(): (accepted: string) => Encoding {
  const known = new Map<string, Encoding>();
  return (accepted) => {
    const found = known.get(accepted);
    if (found) return found;
    const encoding = encodingOf(accepted);
    if (known.size < ACCEPTED_MAX) known.set(accepted, encoding);
    return encoding;
  };
}

const SUFFIX = { identity: '', gzip: '-gzip', br: '-br' } as const;
const etagOf = (digest: string, encoding: Encoding) => `"${digest}${SUFFIX[encoding]}"`;

/** Returns whether the client already has this content, in any encoding (RFC 9110, 13.1.2, weak comparison). */
function isKnown(named: string, digest: string): boolean {
  return named.trim() === '*' || ENCODING_NAMES.some((encoding) => named.includes(etagOf(digest, encoding)));
}
const ENCODING_NAMES = Object.keys(SUFFIX) as Encoding[]; // the keys above

/** Names and values in turn. `all`: with the length of the body, for a complete answer. */
type Headers = { known: string[]; all: string[] };

/** Returns a function that sends an entry in the variant, the encoding and the extent that the request needs. */
function createSend({ library, clock, securityHeaders }: Pick<Options, 'library' | 'clock' | 'securityHeaders'>) {
  const prepared = new WeakMap<Bytes, Map<string, Headers>>();
  const preferredOf = rememberedEncodingOf();

  function headersOf(entry: Entry, bytes: Bytes, encoding: Encoding, isHttps: boolean): Headers {
    const ofBytes = prepared.get(bytes) ?? new Map<string, Headers>();
    prepared.set(bytes, ofBytes);
    const name = `${encoding} ${isHttps}`;
    const found = ofBytes.get(name);
    if (found) return found;
    const known = Object.entries({
      ...securityHeaders(entry.key.split('?', 1)[0] as string, isHttps), // splitting gives at least one part
      ...entry.headers,
      vary: 'Accept-Encoding',
      etag: etagOf(bytes.digest, encoding),
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    }).flat();
    const headers = { known, all: [...known, 'content-length', String(bytes[encoding].length)] };
    ofBytes.set(name, headers);
    return headers;
  }

  /** Also after 90 seconds without a newer version, whatever the clocks of this machine and of the publisher say. */
  const isStale = (entry: Entry) =>
    clock.now() >= (entry.staleAt ?? 0) || (library.heldForMs(entry) ?? 0) > STALE_AFTER_MS;

  return function send({ request, response, requestId, isHttps }: Incoming, entry: Entry): void {
    const bytes = entry.stale && isStale(entry) ? entry.stale : entry.normal;
    const { 'accept-encoding': accepted = '', 'if-none-match': named } = request.headers;
    const preferred = bytes.br.length > 0 ? preferredOf(String(accepted)) : 'identity';
    const { known, all } = headersOf(entry, bytes, preferred, isHttps);
    if (named !== undefined && isKnown(named, bytes.digest))
      return void response.writeHead(304, ['x-request-id', requestId, ...known]).end();
    response.writeHead(200, ['x-request-id', requestId, ...all]);
    response.end(request.method === 'HEAD' ? undefined : bytes[preferred]);
  };
}

/**
 * Returns a function that serves published addresses from memory. It returns false for a request that it leaves to others: one that changes something, one
 * with a token, and an address that is not published.
 */
export function createServe({
  library,
  clock,
  request: ask,
  isCurrent,
  securityHeaders,
}: Options): (incoming: Incoming) => boolean {
  const send = createSend({ library, clock, securityHeaders });
  const requested = new Map<string, Promise<boolean>>();

  /** Returns whether an entry is to be renewed before it is sent. */
  const isDue = ({ mode, generatedAt }: Entry) =>
    mode === 'current' && clock.now() - generatedAt > CURRENT_MS && isCurrent();

  /** Asks the publisher for an address, once for all readers who wait. Resolves to whether it was published in time. */
  function renewed(key: string, msMax: number): Promise<boolean> {
    const running = requested.get(key);
    if (running) return running;
    const replaced = library.replaced(key, msMax); // resolves in time, although asking may hang
    const isAsked = ask(key).then(
      () => true,
      () => false,
    );
    const done = Promise.race([replaced, isAsked.then((isWaiting) => isWaiting && replaced)]).finally(() =>
      requested.delete(key),
    );
    requested.set(key, done);
    return done;
  }

  async function sendLater(incoming: Incoming, { key, mode }: Pick<Publication, 'key' | 'mode'>): Promise<void> {
    const found = await library.find(key);
    if (found && !isDue(found)) return sendOrLeave(incoming, found);
    if (mode === 'asset') return incoming.others(); // it is published with the pages that name it; the others may have it
    if (!isCurrent()) return incoming.refuse(AWAY);
    if (requested.size < WAITING_MAX || requested.has(key)) await renewed(key, found ? RENEWED_MS_MAX : FIRST_MS_MAX);
    sendOrLeave(incoming, library.held(key) ?? found);
  }

  /** Addresses without a page are left to the others, who render the reason for each reader. */
  function sendOrLeave(incoming: Incoming, entry: Entry | null): void {
    if (entry?.status === 200) send(incoming, entry);
    else incoming.others();
  }

  return (incoming) => {
    const { request, path } = incoming;
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (request.headers.authorization !== undefined) return false;
    const { url = '' } = request;
    const named = library.held(url); // most addresses are keys as they are
    const publication = named ?? publicationOf(path, url.slice(path.length));
    if (!publication) return false;
    const entry = named ?? library.held(publication.key);
    if (entry && !isDue(entry)) sendOrLeave(incoming, entry);
    else void sendLater(incoming, publication);
    return true;
  };
}
