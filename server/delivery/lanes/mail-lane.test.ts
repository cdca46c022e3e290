import { simpleParser } from 'mailparser';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '#server/clock';
import type { Context } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import type { Notice } from '#server/subscribers/notice';
import { addSubscriber } from '#server/subscribers/verbs/add-subscriber';
import { writeNotices } from '#server/subscribers/write-notices';
import { testWorld } from '#server/test/database';
import { deliveriesOf, noticesTo, plantSubscribers } from '#server/test/deliveries';
import { anIncident } from '#server/test/incidents';
import { mailsIn } from '#server/test/mailbox';
import { ADA, as } from '#server/test/people';
import { startSmtpServer } from '#server/test/smtp-server';
import { createLanes } from './create-lanes.ts';

const SECOND = 1_000;
const world = testWorld();
const opened: { stop: () => Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened) await one.stop();
});
beforeEach(async () => {
  await world.ctx.prisma.delivery.deleteMany();
  await world.ctx.prisma.suppression.deleteMany();
  await world.ctx.prisma.subscriber.updateMany({ data: { state: 'ended' } }); // those of earlier tests
});

/** Starts a mail server and returns it with a context that sends through it. */
async function withServer(perSecond = 10_000, clock: Pick<Clock, 'monotonicMs'> = systemClock) {
  const server = await startSmtpServer();
  opened.push(server);
  const subscriberMail = createSubscriberMail({
    smtpUrls: [server.url],
    from: 'Candor <candor@status.example>',
    perSecond,
    dkim: null,
    folder: world.ctx.mail,
    clock,
  });
  opened.push({ stop: async () => subscriberMail.close() });
  return { server, ctx: { ...world.ctx, subscriberMail } };
}
/** Adds a subscriber by mail with an address of its own. */
let count = 0;
async function aReader() {
  const [one] = await plantSubscribers(world, [`reader-${++count}@partner.example`], 'email');
  return { ...(one as { id: number; publicId: string }), address: `reader-${count}@partner.example` };
}
async function run(ctx: Context): Promise<void> {
  await fanOut(ctx);
  const { mail, mail_retry } = createLanes(ctx);
  await mail.run();
  await mail_retry.run();
}
const after = (ms: number) => world.clock.set(world.clock.now() + ms);

describe('a mail about an event', () => {
  test('has the headers of RFC 8058, a stable id, and belongs to the thread that the first mail about its incident begins', async () => {
    const { server, ctx } = await withServer();
    const reader = await aReader();
    const { incident } = await anIncident(world, { title: 'Slow answers' });
    await run(ctx);
    await postUpdate(as(ctx, ADA), { incident, body: 'Found it.', state: 'identified' });
    await run(ctx);
    const mails = await Promise.all(server.got.map(({ content }) => simpleParser(content)));
    const [first, second] = mails.filter((mail) => [mail.to].flat()[0]?.text === reader.address);
    expect(first?.subject).toBe('[Service status] Slow answers');
    const lines = Object.fromEntries(
      (first?.headerLines ?? []).map(({ key, line }) => [key, line.slice(key.length + 2)]),
    );
    expect(lines['list-unsubscribe']?.replace(/\s/g, '')).toMatch(/^<http:\/\/127\.0\.0\.1\/u\/[\w.-]+>$/);
    expect(lines['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(lines['list-id']).toBe('"Service status incidents" <incidents.127.0.0.1>');
    expect(lines['auto-submitted']).toBe('auto-generated');
    expect(lines['x-auto-response-suppress']).toBe('All');
    expect(first?.messageId).toBe(`<inc-${incident}.sub-${reader.publicId}@127.0.0.1>`);
    expect(second?.messageId).toMatch(new RegExp(`^<evt-[a-z0-9]{12}\\.sub-${reader.publicId}@127\\.0\\.0\\.1>$`));
    expect([first?.references, second?.references]).toEqual([undefined, first?.messageId]);
    expect(second?.inReplyTo).toBe(`<inc-${incident}.sub-${reader.publicId}@127.0.0.1>`);
    expect(second?.text).toContain('Found it.');
    expect(second?.html).toContain('/subscriptions/');
    expect(server.got.every(({ to }) => to.length === 1)).toBe(true);
  });

  test.each([421, 450, 451, 454])('that is answered %d is sent later with the same id', async (code) => {
    const { server, ctx } = await withServer();
    const reader = await aReader();
    server.answerRecipients(code);
    await anIncident(world);
    await run(ctx);
    expect((await deliveriesOf(world, reader.id)).at(-1)).toMatch(/^mail_retry due (throttled|unreachable) 1$/);
    server.answerRecipients(250);
    after(7 * SECOND);
    await run(ctx);
    expect((await deliveriesOf(world, reader.id)).at(-1)).toBe('mail_retry sent sent 2');
    expect(server.got.filter(({ to }) => to[0] === reader.address)).toHaveLength(1);
  });

  test('whose connection drops after the final dot is repeated with the same id', async () => {
    const { server, ctx } = await withServer();
    const reader = await aReader();
    server.dropAfterData();
    await anIncident(world);
    await run(ctx);
    after(7 * SECOND);
    await run(ctx);
    const got = server.got.filter(({ to }) => to[0] === reader.address);
    const ids = await Promise.all(got.map(async ({ content }) => (await simpleParser(content)).messageId));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('that is refused for good is not retried, and the second refusal in a row suppresses the address', async () => {
    const { server, ctx } = await withServer();
    const reader = await aReader();
    server.answerRecipients(550);
    const { incident } = await anIncident(world);
    await run(ctx);
    after(60 * SECOND);
    await run(ctx);
    expect((await deliveriesOf(world, reader.id)).at(-1)).toBe('mail dead refused 1');
    expect(await world.ctx.prisma.suppression.count()).toBe(0);
    await postUpdate(as(ctx, ADA), { incident, body: 'Found it.' });
    await run(ctx);
    expect(await world.ctx.prisma.suppression.findUnique({ where: { address: reader.address } })).toMatchObject({
      reason: 'refused',
      detail: expect.not.stringContaining('@'),
    });
    const { state } = await world.ctx.prisma.subscriber.findUniqueOrThrow({ where: { id: reader.id } });
    expect(state).toBe('suppressed');
    expect(server.got.filter(({ to }) => to[0] === reader.address)).toEqual([]);
  });

  test('is not sent to an address that was suppressed, or to one who unsubscribed, since the event', async () => {
    const { server, ctx } = await withServer();
    const [suppressed, ended] = [await aReader(), await aReader()];
    await anIncident(world);
    await fanOut(ctx);
    await world.ctx.prisma.suppression.create({
      data: { address: suppressed.address, reason: 'staff', createdAt: new Date(world.clock.now()) },
    });
    await world.ctx.prisma.subscriber.update({ where: { id: ended.id }, data: { state: 'ended' } });
    await run(ctx);
    expect(await deliveriesOf(world, suppressed.id)).toEqual(['mail suppressed suppressed 1']);
    expect(await deliveriesOf(world, ended.id)).toEqual(['mail dropped unsubscribed 1']);
    expect(server.got.flatMap(({ to }) => to)).not.toContain(suppressed.address);
    expect(server.got.flatMap(({ to }) => to)).not.toContain(ended.address);
  });
});

test('a mail that waited for the rate limit is not sent to one who unsubscribed in that time', async () => {
  const { server, ctx } = await withServer(0.9, { monotonicMs: () => 0 });
  const [first, second] = [await aReader(), await aReader()];
  await anIncident(world);
  await fanOut(ctx);
  const send: typeof ctx.subscriberMail.send = async (message, isWanted) => {
    if (message.to === second.address)
      await world.ctx.prisma.subscriber.update({ where: { id: second.id }, data: { state: 'ended' } });
    return ctx.subscriberMail.send(message, isWanted);
  };
  await createLanes({ ...ctx, subscriberMail: { ...ctx.subscriberMail, send } }).mail.run();
  expect(await deliveriesOf(world, first.id)).toEqual(['mail sent sent 1']);
  expect(await deliveriesOf(world, second.id)).toEqual(['mail dropped unsubscribed 1']);
  expect(server.got.map(({ to }) => to)).toEqual([[first.address]]);
});

test('without a mail server, mails are files', async () => {
  const reader = await aReader();
  await anIncident(world);
  await run(world.ctx);
  const mails = (await mailsIn(world.mailFolder)).filter(({ to }) => to === reader.address);
  expect(mails.map(({ subject }) => subject)).toEqual(['[Service status] Slow answers']);
  expect(mails[0]?.headers.get('list-unsubscribe-post') ?? mails[0]?.headers.get('list')).toBeDefined();
});

test('a notice is sent once, with the link to confirm, and not after the subscription ended', async () => {
  const { server, ctx } = await withServer();
  const add = async (address: string) => {
    const { id } = await addSubscriber(as(ctx, ADA), { channel: 'email', address });
    return (await ctx.prisma.subscriber.findUniqueOrThrow({ where: { publicId: id } })).id;
  };
  const asked = await add('asked@partner.example');
  const left = await add('left@partner.example');
  await ctx.prisma.subscriber.update({ where: { id: left }, data: { state: 'ended' } });
  await createLanes(ctx).notice.run();
  expect(server.got.map(({ to }) => to)).toEqual([['asked@partner.example']]);
  const mail = await simpleParser(server.got[0]?.content ?? '');
  expect(mail.text).toMatch(/\/subscriptions\/[\w.-]+\/confirm/);
  expect(mail.headers.has('list')).toBe(false);
  expect(await noticesTo(world, asked)).toEqual(['confirm']);
  const states = await ctx.prisma.delivery.findMany({ where: { lane: 'notice' }, orderBy: { id: 'asc' } });
  expect(states.map(({ state }) => state)).toEqual(['sent', 'dropped']);
});

describe('a notice', () => {
  const write = (id: number, notice: Notice) =>
    world.ctx.prisma.$transaction((tx) => writeNotices(tx, world.ctx, [id], notice));
  const outcomes = async (id: number) =>
    (await world.ctx.prisma.delivery.findMany({ where: { subscriberId: id }, orderBy: { id: 'asc' } })).map(
      ({ outcome }) => outcome,
    );

  test('is not sent to a suppressed address, except for links with which it can confirm again', async () => {
    const { server, ctx } = await withServer();
    const { id, publicId, address } = await aReader();
    await ctx.prisma.suppression.create({ data: { address, reason: 'staff', createdAt: new Date(world.clock.now()) } });
    await write(id, { kind: 'already_active' });
    await write(id, { kind: 'confirm' });
    await write(id, { kind: 'links', subscriptions: [publicId] });
    await createLanes(ctx).notice.run();
    expect(await outcomes(id)).toEqual(['suppressed', 'sent', 'sent']);
    expect(server.got).toHaveLength(2);
  });

  test('that is refused twice in a row suppresses the recipient, who may be the owner of webhooks', async () => {
    const { server, ctx } = await withServer();
    const [one, other] = await plantSubscribers(world, ['https://a.example', 'https://b.example']);
    server.answerRecipients(550);
    const suppressed = () => ctx.prisma.suppression.findMany();
    await write(one?.id ?? 0, { kind: 'link' });
    await createLanes(ctx).notice.run();
    expect(await suppressed()).toEqual([]);
    await write(other?.id ?? 0, { kind: 'link' });
    await createLanes(ctx).notice.run();
    expect(await suppressed()).toMatchObject([{ address: 'owner@partner.example', reason: 'refused' }]);
  });
});
