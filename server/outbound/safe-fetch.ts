import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { BlockList, type LookupFunction } from 'node:net';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import type { FetchOutcome, SafeFetch } from '#server/context';
import { isAllowed, isIPv4Compatible, literalOf, urlFault } from './url-fault.ts';

const TIMEOUT_MS = 15_000;
const HEADER_BYTES_MAX = 16_384;
const BODY_BYTES_MAX = 20_000;
const USER_AGENT = 'Candor-Alerts/1';

/** `allow`: networks in CIDR notation. `lookup`: resolves names. */
type Options = { allow?: readonly string[]; timeoutMs?: number; lookup?: LookupFunction };

class Blocked extends Error {}

/**
 * Creates the only client for URLs that people enter. It checks every address that a name resolves to and connects to the checked one. It follows no
 * redirects, limits the time from the DNS lookup on, and reads nothing of an answer but its status. `allow`: literal addresses outside the public
 * network that may be called, also over http; for tests.
 */
export function createSafeFetch({
  allow = [],
  timeoutMs = TIMEOUT_MS,
  lookup = dnsLookup as LookupFunction,
}: Options = {}): SafeFetch {
  const allowed = new BlockList();
  for (const cidr of allow) {
    const [network = '', bits] = cidr.split('/');
    allowed.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  const agent = new RequestFilteringHttpsAgent({ keepAlive: false });

  function open(url: URL, options: https.RequestOptions): ClientRequest {
    if (isAllowed(url, allowed))
      return (url.protocol === 'http:' ? http : https).request(url, { ...options, agent: false });
    if (isIPv4Compatible(literalOf(url) ?? '')) throw new Blocked();
    return https.request(url, { ...options, agent, lookup: checked(lookup) });
  }

  return {
    faultOf: (url) => urlFault(url, allowed),
    post: async ({ url: text, body, headers }) => {
      const bytes = Buffer.from(body);
      if (urlFault(text, allowed) !== null || bytes.length > BODY_BYTES_MAX) return { kind: 'blocked' };
      const options: https.RequestOptions = {
        method: 'POST',
        headers: { ...headers, 'user-agent': USER_AGENT, 'content-length': bytes.length },
        maxHeaderSize: HEADER_BYTES_MAX,
        signal: AbortSignal.timeout(timeoutMs),
      };
      try {
        return { kind: 'answered', status: await statusOf(open(new URL(text), options), bytes) };
      } catch (error) {
        return { kind: kindOf(error as Error) };
      }
    },
  };
}

/** Wraps a DNS lookup to reject what the agent's filter would accept. The filter checks all its answers as well. */
function checked(lookup: LookupFunction): LookupFunction {
  return (hostname, options, done) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses =
        typeof found === 'string' ? [found] : (found ?? []).map(({ address }: LookupAddress) => address);
      if (!error && addresses.some(isIPv4Compatible)) done(new Blocked(), '', 0);
      else done(error, found, family);
    });
}

function statusOf(request: ClientRequest, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response: IncomingMessage) => {
      resolve(response.statusCode ?? 0);
      response.destroy(); // the body is never read
    });
    request.end(bytes);
  });
}

/** The filter's errors have no code, only a message. */
function kindOf(error: Error): Exclude<FetchOutcome['kind'], 'answered'> {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timed_out';
  return error instanceof Blocked || / is not allowed\. /.test(error.message) ? 'blocked' : 'unreachable';
}
