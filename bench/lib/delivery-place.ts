import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { systemClock } from '#server/clock';
import type { Context } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import type { DkimSettings } from '#server/mail/smtp-route';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { anIncident } from '#server/test/incidents';
import { database, folder, node, openMigrated } from './place.ts';
import { msOf, round } from './report.ts';
import { plantAll } from './trial-world.ts';

const SUBSCRIBERS = Number(process.env.BENCH_SUBSCRIBERS ?? 10_000);
const ORIGINS = 100;

/** A key of the usual size. */
export const DKIM: DkimSettings = {
  domain: 'status.example',
  selector: 'bench',
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey,
};

export type DeliveryPlace = { ctx: Context; sinks: { hooks: string[]; mails: string } };

/** Sets up a separate database with subscribers of one channel. `dkim`: signs e-mails. Receivers run in another process, so that only the sender is measured. */
export async function deliveryPlace(
  channel: 'email' | 'webhook',
  dkim: DkimSettings | null = null,
): Promise<DeliveryPlace> {
  const { url } = await database(await folder());
  const sinks = await startSinks();
  const opened = await openMigrated(url);
  const safeFetch = createSafeFetch({ allow: ['127.0.0.0/8'] });
  const subscriberMail = createSubscriberMail({
    smtpUrls: [sinks.mails],
    from: 'Candor <candor@status.example>',
    perSecond: 10_000,
    dkim,
    folder: opened.mail,
    clock: systemClock,
  });
  const ctx = { ...opened, safeFetch, subscriberMail };
  const addresses = Array.from({ length: SUBSCRIBERS }, (_, i) =>
    channel === 'email' ? `reader-${i}@partner.example` : `${sinks.hooks[i % ORIGINS]}/hook-${i}`,
  );
  await plantAll(
    { ctx, url },
    addresses.map((address) => ({ channel, address, kinds: ['opened'] })),
  );
  return { ctx, sinks };
}

async function startSinks(): Promise<DeliveryPlace['sinks']> {
  const child = node('bench/sink.ts', [String(ORIGINS)]);
  if (!child.stdout) throw new Error('the output of a sink is piped');
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(line) as DeliveryPlace['sinks'];
}

/** Publishes an incident and delivers it. Returns how long writing the rows and sending the messages took. */
export async function deliverOnce(ctx: Context, lane: 'mail' | 'webhook'): Promise<{ enqueuedMs: number; ms: number }> {
  const lanes = createLanes(ctx);
  await anIncident({ ctx });
  const enqueuedMs = await msOf(() => fanOut(ctx));
  const ms = await msOf(() => lanes[lane].run());
  const { rows } = await ctx.staff.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM delivery WHERE state <> 'sent'`,
  );
  if (rows[0]?.count !== 0) throw new Error(`${rows[0]?.count} deliveries were not sent`);
  return { enqueuedMs, ms };
}

export const perSecond = (ms: number) => (SUBSCRIBERS * 1_000) / ms;

/** Runs `send` for each subscriber, so many at once. Returns messages per second. */
export async function bareRate(slots: number, send: (index: number) => Promise<unknown>): Promise<number> {
  const numbers = Array.from({ length: SUBSCRIBERS }, (_, i) => i).values();
  const sender = async () => {
    for (const number of numbers) await send(number);
  };
  return perSecond(await msOf(() => Promise.all(Array.from({ length: slots }, sender))));
}

export const detailsOf = () => ({ subscribers: SUBSCRIBERS, loadNow: round(os.loadavg()[0] as number) });
