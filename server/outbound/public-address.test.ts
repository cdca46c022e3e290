import { isIPv6, type LookupFunction, type Socket } from 'node:net';
import { RequestFilteringHttpAgent } from 'request-filtering-agent';
import { expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

/** Returns whether the filter of request-filtering-agent, a second implementation, accepts an address. Stops before it connects. */
function isAcceptedByFilter(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const lookup: LookupFunction = (_host, _options, done) =>
      void setImmediate(() => done(null, address, isIPv6(address) ? 6 : 4));
    const socket = new RequestFilteringHttpAgent().createConnection(
      { host: 'hooks.example', port: 1, lookup, autoSelectFamily: false },
      () => undefined,
    ) as Socket; // the agent creates no other stream
    socket.once('lookup', (error: Error | null) => {
      resolve(error === null);
      socket.destroy();
    });
    socket.once('error', () => undefined); // reported by the event before
  });
}

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.0.1.1',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450::1',
];
const SPECIAL =
  `0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.168.0.1
  198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1
  64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 3fff::1`.split(
    /\s+/,
  );

test.each(PUBLIC)('%s is public', async (address) => {
  expect([isPublicAddress(address), await isAcceptedByFilter(address)]).toEqual([true, true]);
});

test.each(SPECIAL)('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test('every address that request-filtering-agent rejects is not public', async () => {
  const rejected = [];
  for (const address of SPECIAL) if (!(await isAcceptedByFilter(address))) rejected.push(address);
  expect(rejected.length).toBeGreaterThan(25);
  expect(rejected.filter(isPublicAddress)).toEqual([]);
});

test.each(['', 'hooks.example', '127.1', '1.1.1.1/32'])('"%s" is no address', (text) => {
  expect(isPublicAddress(text)).toBe(false);
});
