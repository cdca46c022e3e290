import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/**
 * Behaviour of the mail server for one attempt. A number refuses the recipient with that code; `message: 451` refuses the message after the final dot.
 */
export type Manner = 'accept' | 421 | 450 | 454 | 550 | 'message: 451' | 'drop' | 'drop after the final dot';
/** A message received up to the final dot, whether or not the server could acknowledge it. */
export type GotMail = { to: string; messageId: string };

const MESSAGE_ID = /^message-id:\s*(\S+)/im;

/** Starts a mail server on its own port that treats the n-th attempt to an address as `mannerOf` returns, counted from 1. Records attempts and messages. */
export async function startMailSink(mannerOf: (address: string, nth: number) => Manner = () => 'accept') {
  const got: GotMail[] = [];
  const tries = new Map<string, number>();
  const manners = new Map<string, Manner>();
  const drop = ({ id }: SMTPServerSession) => {
    for (const connection of server.connections) if (connection.id === id) connection.close();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, session, done) => {
      const nth = (tries.get(address) ?? 0) + 1;
      const manner = mannerOf(address, nth);
      tries.set(address, nth);
      manners.set(address, manner);
      if (manner === 'drop') return drop(session);
      done(typeof manner === 'number' ? Object.assign(new Error('refused'), { responseCode: manner }) : null);
    },
    onData: async (stream, session, done) => {
      const content = await text(stream).catch(() => null); // the connection was dropped
      const address = session.envelope.rcptTo[0]?.address ?? '';
      const manner = manners.get(address);
      if (content === null) return;
      if (manner === 'message: 451') return done(Object.assign(new Error('later'), { responseCode: 451 }));
      got.push({ to: address, messageId: MESSAGE_ID.exec(content)?.[1] ?? '' });
      if (manner === 'drop after the final dot') return drop(session);
      done();
    },
  });
  server.on('error', () => undefined); // of connections that a client closed
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on TCP
  return {
    url: `smtp://127.0.0.1:${port}`,
    got,
    tries,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
