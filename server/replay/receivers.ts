import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A message that arrived. `address`: of the subscriber; `id`: its Message-ID or webhook-id, which a repeat would have too. */
type Received = { channel: 'email' | 'webhook'; address: string; id: string };
/** `settings`: the environment with which Candor sends to these receivers; every path below `hookUrl` is a webhook. */
export type Receivers = Awaited<ReturnType<typeof startReceivers>>;

const LOOPBACK = '127.0.0.1';
const MESSAGE_ID = /^message-id:\s*(\S+)/im;
/** The highest SMTP_RATE, so that a replay does not wait. */
const MAILS_PER_SECOND = 10_000;

/** Starts a mail server and a webhook receiver on loopback ports. They record the messages of a replay in the order of arrival. */
export async function startReceivers() {
  const received: Received[] = [];
  const mails = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: async (stream, { envelope }, done) => {
      const id = MESSAGE_ID.exec(await text(stream))?.[1] ?? '';
      received.push({ channel: 'email', address: envelope.rcptTo[0]?.address ?? '', id });
      done();
    },
  });
  mails.on('error', () => undefined); // of connections that Candor closed
  const hooks = createServer(async ({ headers, url = '' }, response) => {
    received.push({ channel: 'webhook', address: `http://${headers.host}${url}`, id: String(headers['webhook-id']) });
    response.end();
  });
  const [mailPort, hookPort] = [await listen(mails.server), await listen(hooks)];
  return {
    received,
    hookUrl: `http://${LOOPBACK}:${hookPort}`,
    settings: {
      SMTP_URL: `smtp://${LOOPBACK}:${mailPort}`,
      SMTP_RATE: String(MAILS_PER_SECOND),
      WEBHOOK_ALLOW_CIDRS: `${LOOPBACK}/32`,
    },
    stop: async () => {
      await new Promise<void>((resolve) => mails.close(resolve));
      await new Promise<unknown>((resolve) => hooks.close(resolve).closeAllConnections());
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return (server.address() as AddressInfo).port; // it listens on TCP
}
