import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { listen } from '#server/http/server';
import { startSmtpServer } from '#server/test/smtp-server';
import { createSubscriberMail } from './create-subscriber-mail.ts';
import { outcomeOfError } from './mail-outcome.ts';
import { createTokenBucket } from './token-bucket.ts';

const MESSAGE = {
  to: 'vera@partner.example',
  subject: 'Grüße',
  text: 'One line.\n',
  html: '<p>One line.</p>',
  messageId: '<evt-1.sub-1@status.example>',
  thread: '<inc-1.sub-1@status.example>',
  headers: {
    'List-Unsubscribe': '<https://status.example/u/token>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
};
const folder = { isFolder: true, send: async () => undefined };
const settings = { from: 'Candor <candor@status.example>', perSecond: 10_000, dkim: null, folder };
let server: Awaited<ReturnType<typeof startSmtpServer>>;
let second: Awaited<ReturnType<typeof startSmtpServer>>;
const opened: { close: () => void }[] = [];
beforeAll(async () => {
  server = await startSmtpServer();
  second = await startSmtpServer();
});
afterAll(async () => {
  for (const one of opened) one.close();
  await server.stop();
  await second.stop();
});
function mailThrough(change: Partial<Parameters<typeof createSubscriberMail>[0]>) {
  const mail = createSubscriberMail({ ...settings, smtpUrls: [server.url], ...change });
  opened.push(mail);
  return mail;
}

test('DKIM covers both headers of one-click unsubscribe', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const mail = mailThrough({ dkim: { domain: 'status.example', selector: 's1', privateKey } });
  expect(await mail.send(MESSAGE)).toMatchObject({ kind: 'sent' });
  const content = server.got.at(-1)?.content ?? '';
  const record = [`v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`];
  const verify = async (text: string) => {
    const { results } = await dkimVerify(text, {
      resolver: async (name: string) => (name === 's1._domainkey.status.example' ? [record] : []),
    });
    return results.map((found) => {
      const { signingHeaders } = found as { signingHeaders?: { keys: string } }; // mailauth returns it, its types lack it
      return [found.status.result, String(signingHeaders?.keys).toLowerCase()];
    });
  };
  const [[result, covered] = []] = await verify(content);
  expect(result).toBe('pass');
  for (const header of ['list-unsubscribe', 'list-unsubscribe-post', 'message-id', 'references'])
    expect(covered?.split(': ')).toContain(header);
  expect((await verify(content.replace('One-Click', 'Two-Click')))[0]?.[0]).toBe('fail');
});

describe('with two routes', () => {
  test('a message goes through the second one while the first cannot be reached', async () => {
    const dead = createServer();
    const url = (await listen(dead as never, 0, '127.0.0.1')).replace('http:', 'smtp:');
    await new Promise((resolve) => dead.close(resolve));
    const mail = mailThrough({ smtpUrls: [url, second.url] });
    for (let i = 0; i < 3; i++) expect(await mail.send(MESSAGE)).toMatchObject({ kind: 'sent' });
    expect(second.got).toHaveLength(3);
    const none = mailThrough({ smtpUrls: [url] });
    expect(await none.send(MESSAGE)).toMatchObject({ kind: 'unreachable', isFinal: false });
  });

  test('a recipient that the first one refuses, or accepts later, is not offered to the second', async () => {
    second.got.length = 0;
    const mail = mailThrough({ smtpUrls: [server.url, second.url] });
    server.answerRecipients(550);
    expect(await mail.send(MESSAGE)).toMatchObject({ kind: 'refused', isFinal: true });
    server.answerRecipients(451);
    expect(await mail.send(MESSAGE)).toMatchObject({ kind: 'throttled', isFinal: false });
    server.answerRecipients(250);
    expect(second.got).toEqual([]);
  });

  test('a message that the first one may have accepted is offered to the second only by the next try', async () => {
    const mail = mailThrough({ smtpUrls: [server.url, second.url] });
    server.dropAfterData();
    expect(await mail.send(MESSAGE)).toMatchObject({ kind: 'unreachable', mayBeAccepted: true });
    expect(second.got).toEqual([]);
    expect(await mail.send(MESSAGE)).toMatchObject({ kind: 'sent' });
    expect(second.got).toHaveLength(1);
  });
});

describe('a server that limits the messages of a connection', () => {
  afterEach(() => server.limitMessages(Number.POSITIVE_INFINITY));

  test('gets the others through new connections, each once', async () => {
    server.got.length = 0;
    const mail = mailThrough({});
    server.limitMessages(3);
    const send = (n: number) => mail.send({ ...MESSAGE, to: `reader-${n}@partner.example` });
    for (let n = 0; n < 10; n++) expect(await send(n)).toMatchObject({ kind: 'sent' });
    const together = await Promise.all(Array.from({ length: 20 }, (_, n) => send(10 + n)));
    expect(together.filter(({ kind }) => kind !== 'sent')).toEqual([]);
    expect(new Set(server.got.map(({ to }) => to.join())).size).toBe(30);
    expect(server.got).toHaveLength(30);
  });

  test('is not called again at once if it accepts no message at all', async () => {
    const mail = mailThrough({});
    server.limitMessages(0);
    expect(await mail.send(MESSAGE)).toMatchObject({ kind: 'failed', isFinal: false, isRouteAtFault: true });
  });
});

describe('the outcome of an error', () => {
  const of = (response: string, command = 'RCPT TO') =>
    outcomeOfError(
      Object.assign(new Error(response), {
        code: 'EENVELOPE',
        command,
        response,
        responseCode: Number.parseInt(response, 10),
      }),
    );

  test.each([
    ['550 No such user', 'refused', true],
    ['550 5.1.1 <vera@partner.example>: no such user', 'refused', true],
    ['550 5.2.1 Mailbox disabled', 'refused', true],
    ['552 5.2.2 Mailbox full', 'failed', true],
    ['550 5.7.1 Blocked by policy', 'failed', true],
    ['450 4.2.0 Greylisted', 'throttled', false],
    ['454 Try later', 'throttled', false],
    ['421 Closing', 'unreachable', false],
  ])('%s counts as %s', (response, kind, isFinal) => {
    expect(of(response)).toMatchObject({ kind, isFinal });
    expect(of(response).answer).not.toContain('@');
  });

  test('a server that refuses the sender or the credentials is at fault itself', () => {
    expect(of('550 Sender rejected', 'MAIL FROM')).toMatchObject({
      kind: 'failed',
      isFinal: false,
      isRouteAtFault: true,
    });
    expect(of('535 Authentication failed', 'AUTH PLAIN')).toMatchObject({ isFinal: false, isRouteAtFault: true });
  });
});

test('the rate limit holds from the first message on', async () => {
  let now = 1_000;
  const served: number[] = [];
  const take = createTokenBucket(20, { monotonicMs: () => now });
  const startedAt = systemClock.monotonicMs();
  await Promise.all(
    [1, 2, 3, 4, 5].map(async (n) => {
      await take();
      served.push(n);
    }),
  );
  expect(served).toEqual([1, 2, 3, 4, 5]);
  expect(systemClock.monotonicMs() - startedAt).toBeGreaterThan(195);
  now += 10_000;
  await take();
  await turn();
});
