import { BlockList, isIPv4, isIPv6 } from 'node:net';

// The special-purpose registries of IANA for IPv4 and IPv6: https://www.iana.org/assignments/iana-ipv4-special-registry
const SPECIAL_IPV4 = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24
  192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`;
/** The only range of IPv6 with public addresses. Of the forms that contain an IPv4 address it includes 6to4 and Teredo, which are listed below. */
const GLOBAL_IPV6 = '2000::/3';
const SPECIAL_IPV6 = '2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20';

/** Makes a list of networks in CIDR notation. */
export function networkList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', bits] = cidr.split('/');
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

const specialIPv4 = networkList(SPECIAL_IPV4.split(/\s+/));
const globalIPv6 = networkList([GLOBAL_IPV6]);
const specialIPv6 = networkList(SPECIAL_IPV6.split(' '));

/** Returns whether an address belongs to the public network. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialIPv4.check(address, 'ipv4');
  return isIPv6(address) && globalIPv6.check(address, 'ipv6') && !specialIPv6.check(address, 'ipv6');
}
