import { isIPv6 } from 'node:net';

const GROUPS_OF_NETWORK = 4;
const GROUPS = 8;

/** Where an address is, for counting tries: an IPv6 host has a whole network of 64 bits to choose its addresses from, so that network is one place. */
export function placeOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = (address.split('%')[0] as string).split('::'); // a zone is none of it
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const gap = address.includes('::')
    ? Array.from({ length: Math.max(0, GROUPS - (before?.length ?? 0) - (after?.length ?? 0)) }, () => '0')
    : [];
  const groups = [...(before ?? []), ...gap, ...(after ?? [])].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  );
  return `${groups.slice(0, GROUPS_OF_NETWORK).join(':')}::/64`;
}
