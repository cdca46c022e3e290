import { type BlockList, isIP, isIPv6 } from 'node:net';

const URL_LENGTH_MAX = 2_048;
const PORT_FREE_MIN = 1_025;
const PORTS_USUAL = new Set(['', '443', '8443']);
/** Unprivileged ports of other protocols: databases, caches, queues, remote desktops. */
const PORTS_OF_OTHERS = new Set([
  '1433',
  '1521',
  '2375',
  '2376',
  '2379',
  '3306',
  '3389',
  '5432',
  '5984',
  '6379',
  '6443',
  '9042',
  '9200',
  '9300',
  '10250',
  '11211',
  '27017',
]);

/** Returns the literal address in a URL, or null if the host is a name. */
export function literalOf(url: URL): string | null {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? null : host;
}

/** Returns whether the operator allows calling this literal address. */
export function isAllowed(url: URL, allow: BlockList): boolean {
  const literal = literalOf(url);
  return literal !== null && allow.check(literal, isIPv6(literal) ? 'ipv6' : 'ipv4');
}

/** Returns why a URL must not be called, as the end of a sentence, or null if the URL itself is acceptable. */
export function urlFault(text: string, allow: BlockList): string | null {
  if (text.length > URL_LENGTH_MAX) return `must be at most ${URL_LENGTH_MAX} characters`;
  if (!URL.canParse(text)) return 'must be a URL like https://hooks.example/alerts';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowed(url, allow)))
    return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (url.hash !== '') return 'must not contain a fragment (#)';
  if (!PORTS_USUAL.has(url.port) && (Number(url.port) < PORT_FREE_MIN || PORTS_OF_OTHERS.has(url.port)))
    return `must use port 443, 8443 or a port from ${PORT_FREE_MIN} that no other well-known service uses`;
  return null;
}
