import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import type { BlockList, LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import type { FetchOutcome, SafeFetch } from '#server/context';
import { withTimeLimit } from '#server/with-time-limit';
import { isPublicAddress } from './public-address.ts';
import { readExcerpt } from './read-excerpt.ts';
import { retryAfterMs } from './retry-after.ts';
import { isAllowed, literalOf, urlFault } from './url-fault.ts';

const TIMEOUT_MS = 15_000;
const HEADER_BYTES_MAX = 16_384;
const BODY_BYTES_MAX = 250_000;
/** Connections to one host and port. More requests to it wait, so that a slow receiver occupies few connections. */
const CONNECTIONS_PER_HOST = 4;
const IDLE_MS = 10_000;
const USER_AGENT = 'Candor-Webhooks/1';

/** `lookup`: resolves names. */
export type PostOptions = { timeoutMs?: number; lookup?: LookupFunction };

class Blocked extends Error {}

/**
 * Creates the client of `createSafeFetch`. It checks every address that a name resolves to and connects to the checked one. It follows no redirects, limits
 * the time from the DNS lookup on, and reads only the beginning of an answer. It keeps connections open for further requests to the same origin.
 */
export function createCheckedPost(
  allowed: BlockList,
  { timeoutMs = TIMEOUT_MS, lookup = dnsLookup as LookupFunction }: PostOptions,
): Pick<SafeFetch, 'post' | 'close'> {
  const agent = new Agent({
    connect: checkedConnector(allowed, lookup, timeoutMs),
    connections: CONNECTIONS_PER_HOST,
    allowH2: false,
    maxHeaderSize: HEADER_BYTES_MAX,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
  });

  return {
    post: async ({ url, body, headers }) => {
      if (urlFault(url, allowed) !== null || Buffer.byteLength(body) > BODY_BYTES_MAX) return { kind: 'blocked' };
      return withTimeLimit(timeoutMs, async (signal) => {
        try {
          return await answerOf(
            await request(url, {
              dispatcher: agent,
              method: 'POST',
              body,
              headers: { ...headers, 'user-agent': USER_AGENT },
              signal,
            }),
          );
        } catch (error) {
          return { kind: signal.aborted ? 'timed_out' : kindOf(error as Error) };
        }
      });
    },
    close: () => agent.destroy(),
  };
}

async function answerOf({ statusCode: status, headers, body }: Dispatcher.ResponseData): Promise<FetchOutcome> {
  return {
    kind: 'answered',
    status,
    retryAfterMs: retryAfterMs(headers['retry-after'], headers.date),
    excerpt: await readExcerpt(body),
  };
}

/** Connects only to public addresses and to the literal addresses that are allowed. A literal address needs no lookup, so it is checked before. */
function checkedConnector(allowed: BlockList, lookup: LookupFunction, timeout: number): buildConnector.connector {
  const connect = buildConnector({ allowH2: false, timeout, lookup: checkedLookup(lookup) });
  return (options, done) => {
    const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    const literal = literalOf(url);
    if (literal === null || isPublicAddress(literal) || isAllowed(url, allowed)) connect(options, done);
    else done(new Blocked(), null);
  };
}

/** Wraps a DNS lookup to reject a name if any of its addresses is not public. */
function checkedLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, done) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses =
        typeof found === 'string' ? [found] : (found ?? []).map(({ address }: LookupAddress) => address);
      if (!error && !addresses.every(isPublicAddress)) done(new Blocked(), '', 0);
      else done(error, found, family);
    });
}

function kindOf(error: Error & { code?: string }): Exclude<FetchOutcome['kind'], 'answered'> {
  if (/TIMEOUT/.test(error.code ?? '') || error.name === 'TimeoutError') return 'timed_out';
  return error instanceof Blocked ? 'blocked' : 'unreachable';
}
