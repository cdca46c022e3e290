import { BlockList, isIP, isIPv6 } from 'node:net';

const URL_LENGTH_MAX = 2_048;
const PORT_FREE_MIN = 1_025;
const PORTS_USUAL = new Set(['', '443', '8443']);
/** Above those that only a superuser may listen on, these speak something else: databases, caches, queues, desktops. */
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

/** IPv4-compatible addresses (::a.b.c.d), which filters take for ordinary ones. */
const COMPATIBLE = new BlockList();
COMPATIBLE.addSubnet('::', 96, 'ipv6');

/** Whether an address is one that request-filtering-agent lets pass and that leads to an IPv4 address all the same. */
export function isIPv4Compatible(address: string): boolean {
  return isIPv6(address) && !/^::ffff:/i.test(address) && COMPATIBLE.check(address, 'ipv6');
}

/** The address that a URL names without a name to look up, or null. */
export function literalOf(url: URL): string | null {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? null : host;
}

/** Whether the operator allows calling this very address, whatever it is. */
export function isAllowed(url: URL, allow: BlockList): boolean {
  const literal = literalOf(url);
  return literal !== null && allow.check(literal, isIPv6(literal) ? 'ipv6' : 'ipv4');
}

/** Why an address may not be called, in words; null where nothing that is written in it speaks against that. */
export function urlFault(text: string, allow: BlockList): string | null {
  if (text.length > URL_LENGTH_MAX) return `must have at most ${URL_LENGTH_MAX} characters`;
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
