import type { KeyObject } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { MailOutcome, Message } from '#server/context';
import { withTimeLimit } from '#server/with-time-limit';
import { type Composed, composeMail } from './compose-mail.ts';
import { CLOSED, mailOptions } from './mail-options.ts';
import { outcomeOfError } from './mail-outcome.ts';

const CONNECT_MS_MAX = 4_000;
const GREETING_MS_MAX = 4_000;
const ANSWER_MS_MAX = 10_000;
/** Limit for one message on one route. */
const TRY_MS_MAX = 15_000;
const CONNECTIONS_MAX = 8;
/** The limit of OpenSMTPD, among others. */
const MESSAGES_PER_CONNECTION = 100;
/** New connections for one message. A connection that refuses messages is free sooner than the others, so a message can meet several. */
const RENEWALS_MAX = 10;
/** Only a message of which nothing was sent is given to another connection. */
const REQUEUES_MAX = 1;

/** The headers that DKIM covers. RFC 8058 requires both headers of one-click unsubscribe, of which nodemailer's own list lacks the second. */
const SIGNED_HEADERS = `From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:In-Reply-To:References:List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted`;

/** `privateKey`: parsed, because parsing it for each message takes longer than signing. */
export type DkimSettings = { domain: string; selector: string; privateKey: KeyObject };
export type MailRoute = { send: (message: Message) => Promise<MailOutcome>; close: () => void };

/** Returns how nodemailer signs. */
export function signing({ domain, selector, privateKey }: DkimSettings) {
  return { domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED_HEADERS };
}

/** Makes a route through a mail server, with connections that are kept. */
export function createSmtpRoute(url: string, from: string, dkim: DkimSettings | null): MailRoute {
  let connections = openConnections(url, dkim);

  async function send(mail: Composed, signal: AbortSignal, renewals = 0): Promise<MailOutcome> {
    const used = connections;
    try {
      return await used.send(mail, signal);
    } catch (error) {
      if (renewals === RENEWALS_MAX || !used.hasSent() || !isSessionRefused(error as Error)) throw error;
      if (connections === used) connections = openConnections(url, dkim);
      used.closeWhenIdle();
      return send(mail, signal, renewals + 1);
    }
  }

  return {
    send: async (message) => {
      try {
        const mail = composeMail(mailOptions(from, message));
        return await withTimeLimit(TRY_MS_MAX, (signal) => send(mail, signal));
      } catch (error) {
        return outcomeOfError(error as Error);
      }
    },
    close: () => connections.closeNow(),
  };
}

/**
 * Returns whether a server accepts no further message for now, before it knew the recipient. Many servers limit the messages of a connection. nodemailer
 * would keep the connection, on which all others would fail too.
 */
function isSessionRefused({ command, responseCode = 0 }: Error & { command?: string; responseCode?: number }): boolean {
  return command === 'MAIL FROM' && responseCode >= 400 && responseCode < 500;
}

/** Opens connections to a mail server as messages need them. */
function openConnections(url: string, dkim: DkimSettings | null) {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    maxMessages: MESSAGES_PER_CONNECTION,
    maxRequeues: REQUEUES_MAX,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: GREETING_MS_MAX,
    socketTimeout: ANSWER_MS_MAX,
    ...(dkim ? { dkim: signing(dkim) } : {}),
    ...CLOSED,
  });
  let hasSent = false;
  let isClosing = false;
  let inProgress = 0;
  const closeIfIdle = () => {
    if (isClosing && inProgress === 0) transport.close();
  };
  return {
    hasSent: () => hasSent,
    send: async (mail: Composed, signal: AbortSignal): Promise<MailOutcome> => {
      inProgress += 1;
      try {
        const { response } = await transport.sendMail({ ...mail, signal, ...CLOSED });
        hasSent = true;
        return { kind: 'sent', answer: response };
      } finally {
        inProgress -= 1;
        closeIfIdle();
      }
    },
    closeWhenIdle: () => {
      isClosing = true;
      closeIfIdle();
    },
    closeNow: () => transport.close(),
  };
}
