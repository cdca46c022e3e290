import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { pollTarget } from './poll-target.ts';
import { readGroup } from './read-group.ts';
import { LOCALHOST } from './test/localhost-certificate.ts';

const servers: Server[] = [];
beforeAll(() => tls.setDefaultCACertificates([LOCALHOST.cert]));
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

/** Polls the targets to which a DNS name resolves. */
async function pollDns(dns: string) {
  const config = parseConfig(
    `candor: http://x\nsource: a\ngroups:\n  - { component: serving, dns: ${dns} }\n`,
    'agent.yaml',
  );
  const [group] = config.groups;
  if (!group) throw new Error('no group');
  const { listed } = await readGroup(group, '.');
  return Promise.all(
    listed.map(async (one) => ({
      ...one,
      ...(await pollTarget({ component: 'serving', group, ...one }, 60_000, () => 0)),
    })),
  );
}

const target = (port: number) => ({
  component: 'serving',
  instance: 'a',
  url: `http://127.0.0.1:${port}/`,
  group: { component: 'serving' },
});

describe('a target with a DNS name', () => {
  test('is polled at its address under its name, which TLS and the certificate use', async () => {
    const seen: unknown[] = [];
    const port = await listen(
      createTlsServer(LOCALHOST, (request, response) => {
        const { servername, localAddress } = request.socket as TLSSocket & { servername: string };
        seen.push([servername, request.headers.host, localAddress, request.url]);
        response.end('ok');
      }),
    );
    const polled = await pollDns(`{ name: localhost, port: ${port}, https: true, path: /health }`);
    expect(polled).toEqual([
      expect.objectContaining({ instance: '127.0.0.1', sample: { health: 'up', latencyMs: 0 } }),
    ]);
    expect(seen).toEqual([['localhost', `localhost:${port}`, '127.0.0.1', '/health']]);
  });

  test('is down if its certificate is for another name', async () => {
    const port = await listen(createTlsServer(LOCALHOST, (_, response) => response.end()));
    const polled = await pollTarget({ ...target(port), url: `https://127.0.0.1:${port}/` }, 60_000, () => 0);
    expect(polled).toEqual({ sample: { health: 'down' }, problem: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('has one address of the configured family, by default IPv4', async () => {
    const port = await listen(createServer((_, response) => response.end()));
    expect(
      (await pollDns(`{ name: localhost, port: ${port} }`)).map(({ instance, sample }) => [instance, sample.health]),
    ).toEqual([['127.0.0.1', 'up']]);
    expect((await pollDns(`{ name: "::1", port: ${port}, family: 6 }`)).map(({ instance }) => instance)).toEqual([
      '::1',
    ]);
  });
});

describe('a response', () => {
  test('with a status other than 2xx means down, and redirects are not followed', async () => {
    const port = await listen(createServer((_, response) => response.writeHead(302, { location: '/' }).end()));
    expect(await pollTarget(target(port), 60_000, () => 0)).toEqual({
      sample: { health: 'down', latencyMs: 0 },
      problem: 'HTTP status 302',
    });
  });

  test('that is too large, breaks off or never arrives means down and names the problem', async () => {
    const port = await listen(
      createServer((request, response) => {
        if (request.url === '/large') response.end(Buffer.alloc(5_000_000));
        if (request.url === '/broken')
          response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy());
      }),
    );
    const problemOf = async (path: string, timeoutMs = 60_000) =>
      (await pollTarget({ ...target(port), url: `http://127.0.0.1:${port}/${path}` }, timeoutMs, () => 0)).problem;
    expect(await problemOf('large')).toBe('response is larger than 4194304 bytes');
    expect(await problemOf('broken')).toBe('ECONNRESET');
    expect(await problemOf('never', 300)).toBe('no response within 300 ms');
    await new Promise((resolve) => servers[0]?.close(resolve) ?? resolve(null));
    servers.length = 0;
    expect(await problemOf('closed')).toBe('ECONNREFUSED');
  });
});
