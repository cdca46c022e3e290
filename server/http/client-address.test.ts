import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { readEnv } from '#server/env';
import { clientAddressOf } from './client-address.ts';

const PROXY = '10.0.0.2';

/** Builds a request with a peer address and an X-Forwarded-For header. */
function asked(peer: string | undefined, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, socket: { remoteAddress: peer } } as unknown as IncomingMessage; // the only properties that are read
}

describe('the client address', () => {
  test.each<[string, string[], string | undefined, string | undefined, string]>([
    ['is that of the connection where no proxy is trusted', [], PROXY, '203.0.113.9', PROXY],
    [
      'is that of the connection without a trusted proxy',
      ['10.0.0.0/8'],
      '198.51.100.7',
      '203.0.113.9',
      '198.51.100.7',
    ],
    ['is what a trusted proxy says', [PROXY], PROXY, '203.0.113.9', '203.0.113.9'],
    ['is what the last trusted proxy of a chain says', ['10.0.0.0/8'], PROXY, '203.0.113.9, 10.1.1.1', '203.0.113.9'],
    [
      'is not an address that the client prepended',
      ['10.0.0.0/8'],
      PROXY,
      '127.0.0.1, 198.51.100.1, 203.0.113.9',
      '203.0.113.9',
    ],
    [
      'is not a private address that the client prepended',
      ['10.0.0.0/8'],
      PROXY,
      '10.0.0.3, 203.0.113.9',
      '203.0.113.9',
    ],
    ['is not what stands before a proxy that is not trusted', [PROXY], PROXY, '203.0.113.9, 10.0.0.3', '10.0.0.3'],
    ['is that of the proxy where it says nothing', [PROXY], PROXY, undefined, PROXY],
    ['is that of the proxy where what it says is no address', [PROXY], PROXY, '203.0.113.9, unknown', PROXY],
    // Azure Application Gateway and IIS always add a port; AWS load balancers do if client ports are preserved.
    ['is read where it comes with a port', [PROXY], PROXY, '203.0.113.9:4711', '203.0.113.9'],
    ['is read where IPv6 comes with a port', [PROXY], PROXY, '[2001:db8::1]:443', '2001:db8::1'],
    ['is read where IPv6 comes in brackets', [PROXY], PROXY, '[2001:db8::1]', '2001:db8::1'],
    [
      'is found if each proxy of a chain adds a port',
      ['10.0.0.0/8'],
      PROXY,
      '203.0.113.9:4711,10.1.1.1:80 , 10.1.1.2:8080',
      '203.0.113.9',
    ],
    [
      'is not what the client prepended, with or without a port',
      ['10.0.0.0/8'],
      PROXY,
      '10.0.0.3:1, 203.0.113.9:2',
      '203.0.113.9',
    ],
    ['is that of the proxy if the port is invalid', [PROXY], PROXY, '203.0.113.9:http', PROXY],
    ['is that of the proxy where it hands on a name with a port', [PROXY], PROXY, 'client.example:443', PROXY],
    ['is found where IPv4 comes as IPv6', ['10.0.0.0/8'], '::ffff:10.0.0.2', '::ffff:203.0.113.9', '203.0.113.9'],
    ['is found over IPv6', ['fd00::/8', '::1'], '::1', '2001:db8::9, fd00::1', '2001:db8::9'],
    ['is empty if the connection has ended', [PROXY], undefined, '203.0.113.9', ''],
  ])('%s', (_, trusted, peer, forwarded, address) => {
    expect(clientAddressOf(trusted)(asked(peer, forwarded))).toBe(address);
  });
});

describe('TRUSTED_PROXIES', () => {
  test('accepts addresses and networks, and trusts no proxy if unset', () => {
    expect(readEnv({ TRUSTED_PROXIES: ' 10.0.0.2, 192.168.0.0/16,fd00::/8 ' }).TRUSTED_PROXIES).toEqual([
      '10.0.0.2',
      '192.168.0.0/16',
      'fd00::/8',
    ]);
    for (const unset of [{}, { TRUSTED_PROXIES: ' ' }]) expect(readEnv(unset).TRUSTED_PROXIES).toEqual([]);
  });

  test.each([
    'proxy.example',
    'loopback',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/255.0.0.0',
    '10.0.0.2;10.0.0.3',
    '10.0.0.2,',
    '0.0.0.0/0',
    '::/0',
    '*',
  ])('stops the start with one line for %s', (text) => {
    expect(() => readEnv({ TRUSTED_PROXIES: text })).toThrow(
      /^TRUSTED_PROXIES: must be a comma-separated list of addresses or networks, like 10\.0\.0\.0\/8[^\n]*$/,
    );
  });
});
