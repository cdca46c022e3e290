import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { msOf } from './report.ts';
import { deliverAll, publishTwice, trialMail } from './trial-publish.ts';
import { countIn, type Finding, type ManualWorld, plantAll } from './trial-world.ts';

/** `smtpUrl`: a running mail server that delivers all mail for partner.example into `maildir`, which has no messages yet. */
export type MailServer = { smtpUrl: string; maildir: string };
/** A message in the Maildir. `receivedAt`: when the server accepted it, in whole seconds. */
type Mail = { to: string; messageId: string; receivedAt: number };

/** One in so many subscribers also chose updates, so that two messages to them must stay in order. */
const UPDATED_EVERY = 10;
const LOOK_EVERY_MS = 1_000;
/** The server may deliver later than it accepts. If nothing arrives for this long, the rest is missing. */
const QUIET_MS_MAX = 60_000;

/** Sends one update, and a second one to a tenth of the subscribers, through a mail server of another project, and compares what it delivered. */
export async function trialMailServer(
  world: ManualWorld,
  size: number,
  { smtpUrl, maildir }: MailServer,
): Promise<Finding[]> {
  if ((await filesOf(maildir)).length > 0) throw new Error(`${maildir} already contains messages`);
  const subscriberMail = trialMail(world, smtpUrl);
  try {
    const readers = Array.from({ length: size }, (_, i) => ({
      channel: 'email' as const,
      address: `reader-${i}@partner.example`,
      kinds: i % UPDATED_EVERY === 0 ? ['opened', 'updated'] : ['opened'],
    }));
    await plantAll(world, readers);
    const ctx = { ...world.ctx, subscriberMail };
    await publishTwice(ctx);
    const sendingMs = await msOf(() => deliverAll({ ...world, ctx }));
    const expected = await expectedMails(world);
    await untilDelivered(maildir, expected.size);
    const unsent = await countIn(world, `d.state <> 'sent'`);
    return [
      finding('Deliveries that the mail server did not accept', unsent),
      ...findingsOf(await readMails(maildir), expected, sendingMs),
    ];
  } finally {
    subscriberMail.close();
  }
}

const MAILS = `SELECT s.address, d.event_id, e.public_id AS event, i.public_id AS incident, s.public_id AS subscriber,
  row_number() OVER (PARTITION BY s.id ORDER BY d.id)::int AS nth
FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id JOIN event e ON e.id = d.event_id JOIN incident i ON i.id = e.incident_id`;
type Row = { address: string; event: string; incident: string; subscriber: string; nth: number };

/** Returns the address and the number among its messages for each expected Message-ID, without the host. */
async function expectedMails({ ctx }: ManualWorld): Promise<Map<string, { address: string; nth: number }>> {
  const { rows } = await ctx.staff.query<Row>(MAILS);
  return new Map(
    rows.map(({ address, event, incident, subscriber, nth }) => [
      `${nth === 1 ? `inc-${incident}` : `evt-${event}`}.sub-${subscriber}`,
      { address, nth },
    ]),
  );
}

/** Returns the files of all messages. A Maildir has them in `new` until they are read. */
async function filesOf(maildir: string): Promise<string[]> {
  const folder = path.join(maildir, 'new');
  const names = await readdir(folder).catch(() => []); // a server creates it with the first message
  return names.map((name) => path.join(folder, name));
}

async function untilDelivered(maildir: string, count: number): Promise<void> {
  let seen = 0;
  for (let quietMs = 0; quietMs < QUIET_MS_MAX; quietMs += LOOK_EVERY_MS) {
    const found = (await filesOf(maildir)).length;
    if (found > seen) quietMs = 0;
    seen = found;
    if (seen >= count) return;
    await wait(LOOK_EVERY_MS);
  }
}

async function readMails(maildir: string): Promise<Mail[]> {
  const mails: Mail[] = [];
  for (const file of await filesOf(maildir)) {
    const text = await readFile(file, 'utf8');
    mails.push({
      to: /^to:\s*<?([^\s>]+)/im.exec(text)?.[1] ?? '',
      messageId: /^message-id:\s*<([^@]+)@/im.exec(text)?.[1] ?? '',
      receivedAt: Date.parse(/^received:[\s\S]*?;\s*(\w{3}, [^\r\n(]+)/im.exec(text)?.[1] ?? ''),
    });
  }
  return mails;
}

function findingsOf(
  mails: readonly Mail[],
  expected: ReadonlyMap<string, { address: string; nth: number }>,
  sendingMs: number,
): Finding[] {
  const byId = Map.groupBy(mails, ({ messageId }) => messageId);
  const missing = [...expected.keys()].filter((id) => !byId.has(id)).length;
  const wrong = mails.filter(({ messageId, to }) => expected.get(messageId)?.address !== to).length;
  const ordered = [...Map.groupBy(mails, ({ to }) => to).values()].map((own) =>
    own.toSorted((a, b) => (expected.get(a.messageId)?.nth ?? 0) - (expected.get(b.messageId)?.nth ?? 0)),
  );
  const unordered = ordered.filter((own) => own.some((mail, i) => !(mail.receivedAt >= (own[i - 1]?.receivedAt ?? 0))));
  const perSecond = Math.round((mails.length * 1_000) / sendingMs);
  return [
    finding(`Missing of ${expected.size} messages (${mails.length} delivered, ${perSecond}/s accepted)`, missing),
    finding('Messages delivered twice', mails.length - byId.size),
    finding('Messages to another address, or that were not sent', wrong),
    finding('Subscribers with messages out of order', unordered.length),
  ];
}

function finding(what: string, figure: number): Finding {
  return { what, figure: String(figure), budget: '0', holds: figure === 0 };
}
