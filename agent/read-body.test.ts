import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { pollTarget } from './poll-target.ts';

/** No response here takes long, but a busy machine may. */
const TIMEOUT_MS = 60_000;
const OK = '{"status":"ok"}';

let server: Server | undefined;
afterEach(async () => {
  const closing = server;
  server = undefined;
  if (closing) await new Promise((resolve) => closing.close(resolve));
});

/** Polls a server and returns the health or the problem. The group reads JSON unless `how` sets something else. */
async function poll(created: Server, how = 'json: { health: /status }') {
  server = created;
  await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(created.address() as AddressInfo).port}/`;
  const [group] = parseConfig(
    `candor: http://x\nsource: a\ngroups:\n  - { component: serving, list: ['${url}'], ${how} }\n`,
    'agent.yaml',
  ).groups;
  if (!group) throw new Error('no group');
  const { sample, problem } = await pollTarget(
    { component: 'serving', instance: 'a', url, group },
    TIMEOUT_MS,
    () => 0,
  );
  return problem ?? sample.health;
}

const answering = (body: Buffer | string, headers: Record<string, string> = {}, how?: string) =>
  poll(
    createServer((_, response) => response.writeHead(200, headers).end(body)),
    how,
  );

/** A server that writes the given bytes, without Node's own framing. */
const raw = (...parts: (string | Buffer)[]) =>
  createTcpServer((socket) => {
    socket.once('data', () => {
      for (const part of parts) socket.write(part);
      socket.end();
    });
  });

// RFC 9110, section 8.4, and reports about servers in the trackers of curl and Python requests: unrequested compression, "deflate"
// without zlib's header, x-gzip, an encoding of an empty body, several encodings of one body.
describe('a content encoding', () => {
  test.each([
    ['gzip', gzipSync(OK)],
    ['GZIP', gzipSync(OK)],
    ['x-gzip', gzipSync(OK)],
    ['deflate', deflateSync(OK)],
    ['deflate', deflateRawSync(OK)],
    ['br', brotliCompressSync(OK)],
    ['zstd', zstdCompressSync(OK)],
    ['gzip, br', brotliCompressSync(gzipSync(OK))],
    ['identity', OK],
    ['', OK],
    ['gzip', Buffer.concat([gzipSync('{"status":'), gzipSync('"ok"}')])],
  ])('%j is decoded, although it was not requested', async (encoding, body) => {
    expect(await answering(body, { 'content-encoding': encoding })).toBe('up');
  });

  // RFC 1952, section 2.3, RFC 1950, section 2.2, RFC 1951, section 3.2.3, RFC 7932, section 9.2, and RFC 8878, section 3.1.1.
  test.each([
    ['gzip', gzipSync, 4],
    ['gzip', gzipSync, 8],
    ['gzip', gzipSync, 11],
    ['deflate', deflateSync, 4],
    ['deflate', deflateRawSync, 2],
    ['br', brotliCompressSync, 1],
    ['zstd', zstdCompressSync, 3],
    ['gzip', (body: string) => Buffer.concat([gzipSync(body), gzipSync('\n')]), 8],
  ] as const)('%s that is truncated means down: %o, %d bytes missing', async (encoding, compress, missing) => {
    expect(await answering(compress(OK).subarray(0, -missing), { 'content-encoding': encoding })).toBe(
      `response is truncated: the ${encoding} stream has no end`,
    );
  });

  test('that does not match the body or is unsupported means down and is named', async () => {
    expect(await answering(OK, { 'content-encoding': 'gzip' })).toBe(
      'response is not valid gzip, which Content-Encoding names (Z_DATA_ERROR)',
    );
    expect(await answering(OK, { 'content-encoding': 'compress' })).toBe(
      'response has an unsupported Content-Encoding; supported: gzip, x-gzip, deflate, br, zstd',
    );
    expect(await answering(OK, { 'content-encoding': 'gzip, gzip, gzip, gzip' })).toBe(
      'response has more than 3 content encodings',
    );
    expect(await answering('', { 'content-encoding': 'gzip' })).toBe('response is not JSON');
  });

  test('is ignored for a group that reads no body', async () => {
    expect(await answering('ok', { 'content-encoding': 'compress' }, 'region: r')).toBe('up');
  });
});

describe('the size of a body', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('is limited after decompression: %s', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(40_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await answering(bomb, { 'content-encoding': encoding })).toBe('response is larger than 4194304 bytes');
  });
});

// RFC 8259, section 8.1, and PowerShell's and IIS's habit of writing a byte order mark, or UTF-16.
describe('a charset', () => {
  const utf16 = Buffer.from(`\ufeff${OK}`, 'utf16le');
  test.each([
    ['application/json', Buffer.from(`\ufeff${OK}`)],
    ['application/json; charset=utf-8', Buffer.from(OK)],
    ['application/json;charset="UTF-16LE"', Buffer.from(OK, 'utf16le')],
    ['application/json', utf16],
    ['application/json', Buffer.from(utf16).swap16()],
    ['application/json; charset=no-such-charset', Buffer.from(OK)],
    ['text/html; charset=iso-8859-1', Buffer.from('{"name":"Zürich","status":"ok"}', 'latin1')],
  ])('%j is decoded, with and without a byte order mark', async (type, body) => {
    expect(await answering(body, { 'content-type': type })).toBe('up');
  });

  test('is used for metrics too', async () => {
    const type = 'text/plain; version=0.0.4; charset=iso-8859-1';
    expect(
      await answering(
        Buffer.from('up{site="Zürich"} 1\n', 'latin1'),
        { 'content-type': type },
        `prometheus: { up: 'up{site="Zürich"}' }`,
      ),
    ).toBe('up');
  });
});

// RFC 9112, sections 6 and 7.
describe('the framing of a response', () => {
  test.each([
    [
      'chunks with extensions and trailers',
      [
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8;x=y\r\n{"status\r\n',
        '7\r\n":"ok"}\r\n0\r\nX-Sum: 1\r\n\r\n',
      ],
    ],
    ['no length, ended by the connection', [`HTTP/1.1 200 OK\r\n\r\n${OK}`]],
    ['HTTP/1.0', [`HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${OK}`]],
    [
      'early hints before it',
      [`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${OK.length}\r\n\r\n${OK}`],
    ],
  ])('%s is read', async (_, parts) => {
    expect(await poll(raw(...parts))).toBe('up');
  });

  test('that breaks off means down', async () => {
    expect(await poll(raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"sta'))).toBe('ECONNRESET');
  });
});

describe('a request', () => {
  test('accepts the format that the group reads', async () => {
    const accepted: unknown[] = [];
    const recordAccept: RequestListener = ({ headers }, response) => {
      accepted.push(headers.accept);
      response.end('up 1\n');
    };
    for (const how of ['prometheus: { up: up }', 'json: {}', 'region: r']) await poll(createServer(recordAccept), how);
    expect(accepted).toEqual([
      expect.stringContaining('text/plain;version=0.0.4,application/openmetrics-text'),
      expect.stringMatching(/^application\/json,/),
      '*/*',
    ]);
  });
});
