import { isForgotten } from '#domain/delivery/breaker';
import { decideRequest } from '#domain/subscription/decide-request';
import type { SubscriberState } from '#domain/subscription/subscription';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import { isDatabaseAway } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { changeChoice } from '#server/subscribers/change-choice';
import type { Notice } from '#server/subscribers/notice';
import { activeComponentIds, resolveChoice, resolveIncident } from '#server/subscribers/resolve-choice';
import { type StoredRequest, storedRequestSchema } from '#server/subscribers/schemas';
import { nextRequest, sentTo, type UndecidedRequest } from '#server/subscribers/sql/requests';
import { writeNotices } from '#server/subscribers/write-notices';
import { writeSubscribers } from '#server/subscribers/write-subscribers';

/** Requests of one run; the next run takes the rest. */
const REQUESTS_MAX = 200;
/** Links to the subscriptions of one address. */
const LINKS_MAX = 20;

type Outcome = 'confirmation_sent' | 'link_sent' | 'too_soon' | 'failed';
type Asked = Extract<StoredRequest, { kind: 'subscribe' }>;

/** Decides the requests of visitors, one transaction each. Returns how many were decided. */
export async function decideRequests(ctx: Context): Promise<number> {
  for (let count = 0; count < REQUESTS_MAX; count++) {
    const outcome = await decideNext(ctx);
    if (outcome === null) return count;
  }
  return REQUESTS_MAX;
}

/** Decides the oldest request. One that cannot be decided, such as for an archived component, has failed and delays no other. */
async function decideNext(ctx: Context): Promise<Outcome | null> {
  let current: bigint | null = null;
  const settle = (tx: Pick<Prisma.TransactionClient, 'subscriptionRequest'>, id: bigint, outcome: Outcome) =>
    tx.subscriptionRequest.updateMany({
      where: { id, decidedAt: null },
      data: { decidedAt: new Date(ctx.clock.now()), outcome },
    });
  try {
    return await ctx.prisma.$transaction(async (tx) => {
      const request = await nextRequest(tx);
      if (!request) return null;
      current = request.id;
      const outcome = await decide(tx, ctx, request);
      await settle(tx, request.id, outcome);
      return outcome;
    });
  } catch (error) {
    if (current === null || isDatabaseAway(error)) throw error;
    ctx.log.warn({ request: String(current), message: (error as Error).message }, 'a subscription request failed');
    await settle(ctx.prisma, current, 'failed');
    return 'failed';
  }
}

async function decide(tx: Prisma.TransactionClient, ctx: Context, request: UndecidedRequest): Promise<Outcome> {
  if (isForgotten(request.created_at.getTime(), ctx.clock.now())) return 'failed'; // as after a restore: no one waits for the mail
  const asked = parseInput(storedRequestSchema, request.choice);
  const decisionFor = async (recipient: string, existing: SubscriberState | null) =>
    decideRequest({ now: ctx.clock.now(), sentAt: await sentTo(tx, recipient, ctx.clock.now()), existing });
  if (asked.kind === 'links')
    return (await decisionFor(request.recipient, null)) === 'too_soon'
      ? 'too_soon'
      : sendLinks(tx, ctx, request.address);
  const incidentId = await resolveIncident(tx, asked.incident);
  const existing = await existingOf(tx, request, incidentId);
  const decision = await decisionFor(await recipientOf(tx, request, existing), existing?.state ?? null);
  if (decision === 'too_soon') return decision;
  if (decision === 'send_link' && existing) {
    await writeNotices(tx, ctx, [existing.id], { kind: 'already_active' });
    return 'link_sent';
  }
  await store(tx, ctx, { request, asked, incidentId, existing });
  return 'confirmation_sent';
}

type Existing = { id: number; state: SubscriberState; ownerEmail: string | null };

/**
 * Returns who gets the mail about a request: for a subscribed webhook its owner, whom the request may not name. Stores it with the request, because the limits
 * count the mails to each recipient.
 */
async function recipientOf(
  tx: Prisma.TransactionClient,
  { id, recipient: named }: UndecidedRequest,
  existing: Existing | null,
): Promise<string> {
  const owner = existing?.state === 'unconfirmed' ? null : existing?.ownerEmail;
  if (!owner || owner === named) return named;
  await tx.subscriptionRequest.update({ where: { id }, data: { recipient: owner } });
  return owner;
}

/**
 * Finds the subscription that a request is about. A request for one incident is also about a subscription to everything that includes
 * the incident, so that no address gets each message twice.
 */
async function existingOf(
  tx: Prisma.TransactionClient,
  { channel, address }: UndecidedRequest,
  incidentId: number | null,
): Promise<Existing | null> {
  const select = { id: true, state: true, ownerEmail: true };
  const same = await tx.subscriber.findFirst({
    where: { channel, address, incidentId, state: { not: 'ended' } },
    select,
  });
  const covers = { hasAllComponents: true, minimumImpact: 1, incidentId: null, state: 'active' };
  const found =
    same ?? (incidentId && (await tx.subscriber.findFirst({ where: { channel, address, ...covers }, select })));
  return found ? { ...found, state: found.state as SubscriberState } : null; // checked by the table
}

type Storing = { request: UndecidedRequest; asked: Asked; incidentId: number | null; existing: Existing | null };

/**
 * Stores a new subscription, or what an unconfirmed one now receives, with a notice to confirm. A suppressed one keeps its choice. A new owner of an unconfirmed
 * webhook makes the links of the earlier one invalid, because confirming would give them a subscription of someone else.
 */
async function store(tx: Prisma.TransactionClient, ctx: Context, { request, asked, incidentId, existing }: Storing) {
  const choice = resolveChoice(asked, await activeComponentIds(tx));
  if (existing === null) {
    const { channel, address } = request;
    const ownerEmail = asked.ownerEmail ?? null;
    await writeSubscribers(tx, ctx, [{ channel, address, ownerEmail, incidentId, choice, isConfirmed: false }]);
    return;
  }
  if (existing.state === 'unconfirmed') {
    const ownerEmail = asked.ownerEmail ?? null;
    await changeChoice(tx, existing.id, choice);
    await tx.subscriber.update({
      where: { id: existing.id },
      data: {
        ownerEmail,
        stateAt: new Date(ctx.clock.now()),
        ...(ownerEmail === existing.ownerEmail ? {} : { linkVersion: { increment: 1 } }),
      },
    });
  }
  await writeNotices(tx, ctx, [existing.id], { kind: 'confirm' });
}

/** Mails one message with the links to the subscriptions of an address, by e-mail or as owner of a webhook. Those that are not confirmed get a link to confirm. */
async function sendLinks(tx: Prisma.TransactionClient, ctx: Context, address: string): Promise<Outcome> {
  const found = await tx.subscriber.findMany({
    where: { OR: [{ channel: 'email', address }, { ownerEmail: address }], state: { not: 'ended' } },
    select: { id: true, publicId: true, state: true },
    orderBy: { id: 'asc' },
    take: LINKS_MAX,
  });
  const [first] = found;
  if (!first) return 'failed';
  await writeNotices(tx, ctx, [first.id], found.length === 1 ? noticeOf(first) : linksOf(found));
  return 'link_sent';
}

function noticeOf({ state }: { state: string }): Notice {
  return { kind: state === 'unconfirmed' || state === 'suppressed' ? 'confirm' : 'link' };
}

function linksOf(found: readonly { publicId: string }[]): Notice {
  return { kind: 'links', subscriptions: found.map(({ publicId }) => publicId) };
}
