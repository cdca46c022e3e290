import { createTransport } from 'nodemailer';
import { Agent, request } from 'undici';
import type { Message } from '#server/context';
import { mailOptions } from '#server/mail/mail-options';
import { type DkimSettings, signing } from '#server/mail/smtp-route';
import { bareRate, DKIM, deliverOnce, deliveryPlace, detailsOf, perSecond } from './delivery-place.ts';
import { against, type Result, round } from './report.ts';

const CONNECTIONS_PER_HOST = 4;
const MAIL_CONNECTIONS = 8;
const HOOK_SLOTS = 1_000;
const MAIL_SLOTS = 100;

/** Webhooks per second from rows to results, beside posts of the same bytes without Candor. */
export async function webhookDelivery(): Promise<Result> {
  const { ctx, sinks } = await deliveryPlace('webhook');
  await deliverOnce(ctx, 'webhook'); // compiles code and opens connections
  const { ms, enqueuedMs } = await deliverOnce(ctx, 'webhook');
  const { rows } = await ctx.staff.query<{ body: string }>('SELECT body FROM event ORDER BY id DESC LIMIT 1');
  const body = `${rows[0]?.body.slice(0, -1)},"sequence":2}`;
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'msg_000000000000_000000000000',
    'webhook-timestamp': '1648641600',
    'webhook-signature': `v1,${'A'.repeat(44)}`,
  };
  const dispatcher = new Agent({ connections: CONNECTIONS_PER_HOST });
  const post = async (i: number) => {
    const url = `${sinks.hooks[i % sinks.hooks.length]}/hook-${i}`;
    const answer = await request(url, { dispatcher, method: 'POST', body, headers });
    await answer.body.text();
  };
  await bareRate(HOOK_SLOTS, post);
  const bare = await bareRate(HOOK_SLOTS, post);
  await dispatcher.close();
  return {
    bench: 'delivery-webhooks',
    value: perSecond(ms),
    unit: 'webhooks/s',
    budget: { min: 3_000 },
    yardsticks: [against('posts of the same bytes with undici, per second', perSecond(ms), bare)],
    details: { ...detailsOf(), enqueuedMs: round(enqueuedMs), bytes: Buffer.byteLength(body) },
  };
}

/** Mails per second from rows to results, beside nodemailer that sends the same messages without Candor; and the same with DKIM, whose signatures take longer. */
export async function mailDelivery(): Promise<Result> {
  const [plain, signed] = [await sendMails(null), await sendMails(DKIM)];
  return {
    bench: 'delivery-mail',
    value: plain.rate,
    unit: 'mails/s',
    budget: { min: 600 },
    yardsticks: [against('the same message sent with nodemailer, per second', plain.rate, plain.bare)],
    details: {
      ...detailsOf(),
      enqueuedMs: round(plain.enqueuedMs),
      signed: round(signed.rate),
      signedWithNodemailer: round(signed.bare),
    },
  };
}

async function sendMails(dkim: DkimSettings | null): Promise<{ rate: number; bare: number; enqueuedMs: number }> {
  const { ctx, sinks } = await deliveryPlace('email', dkim);
  const sent: Message[] = [];
  const subscriberMail: typeof ctx.subscriberMail = {
    ...ctx.subscriberMail,
    send: (message) => {
      if (sent.length === 0) sent.push(message);
      return ctx.subscriberMail.send(message);
    },
  };
  await deliverOnce({ ...ctx, subscriberMail }, 'mail'); // compiles code and opens connections
  const { ms, enqueuedMs } = await deliverOnce(ctx, 'mail');
  const options = mailOptions('Candor <candor@status.example>', sent[0] as Message); // the first delivery was sent
  const transport = createTransport({
    url: sinks.mails,
    pool: true,
    maxConnections: MAIL_CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    ...(dkim && {
      dkim: { ...signing(dkim), privateKey: dkim.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
    }),
  });
  const bare = await bareRate(MAIL_SLOTS, (i) => transport.sendMail({ ...options, to: `reader-${i}@partner.example` }));
  transport.close();
  return { rate: perSecond(ms), bare, enqueuedMs };
}
