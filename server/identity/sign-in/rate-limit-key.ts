import { isIPv6 } from 'node:net';

const GROUPS_OF_NETWORK = 4;
const GROUPS = 8;

/**
 * Returns the place that an address counts as in limits of attempts. An IPv6 host can choose any address of its /64
 * network, so the whole network is one place.
 */
export function placeOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = (address.split('%')[0] as string).split('::'); // the zone does not belong to the address
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const gap = address.includes('::')
    ? Array.from({ length: Math.max(0, GROUPS - (before?.length ?? 0) - (after?.length ?? 0)) }, () => '0')
    : [];
  const groups = [...(before ?? []), ...gap, ...(after ?? [])].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  );
  return `${groups.slice(0, GROUPS_OF_NETWORK).join(':')}::/64`;
}
