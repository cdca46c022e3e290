import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

type GotMail = { to: string[]; content: string };

/** Starts a mail server on its own port that records messages, and refuses recipients, limits connections or drops them as it is asked to. */
export async function startSmtpServer() {
  const got: GotMail[] = [];
  const state = { recipientCode: 250, isDropping: false, messagesMax: Number.POSITIVE_INFINITY };
  const messages = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onMailFrom: (_address, { id }, done) => {
      const nth = (messages.get(id) ?? 0) + 1;
      messages.set(id, nth);
      done(nth <= state.messagesMax ? null : Object.assign(new Error('too many messages'), { responseCode: 452 }));
    },
    onRcptTo: (_address, _session, done) => {
      const refused = Object.assign(new Error('refused'), { responseCode: state.recipientCode });
      done(state.recipientCode === 250 ? null : refused);
    },
    onData: async (stream, session, done) => {
      const content = await text(stream).catch(() => null); // the connection was dropped
      if (content === null) return;
      got.push({ to: session.envelope.rcptTo.map(({ address }) => address), content });
      if (!state.isDropping) return done();
      state.isDropping = false;
      for (const connection of server.connections) connection.close();
    },
  });
  server.on('error', () => undefined); // of connections that the client closed
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on TCP
  return {
    url: `smtp://127.0.0.1:${port}`,
    got,
    answerRecipients: (code: number) => {
      state.recipientCode = code;
    },
    /** Accepts so many messages per connection. */
    limitMessages: (max: number) => {
      state.messagesMax = max;
    },
    /** Drops the connection after the next message, without an answer. */
    dropAfterData: () => {
      state.isDropping = true;
    },
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
