import { newPublicId, systemRandom } from '#server/random';
import type { TestWorld } from './database.ts';
import { anIncident } from './incidents.ts';

/** Stores subscribers with one statement, webhooks by default. Returns their ids. */
export async function plantSubscribers(
  { ctx, clock }: TestWorld,
  addresses: readonly string[],
  channel: 'webhook' | 'email' = 'webhook',
): Promise<{ id: number; publicId: string; secret: string | null }[]> {
  const now = new Date(clock.now());
  const isWebhook = channel === 'webhook';
  return ctx.prisma.subscriber.createManyAndReturn({
    data: addresses.map((address) => ({
      publicId: newPublicId(systemRandom),
      channel,
      address,
      ownerEmail: isWebhook ? 'owner@partner.example' : null,
      secret: isWebhook ? `whsec_${systemRandom.bytes(32).toString('base64')}` : null,
      state: 'active',
      stateAt: now,
      hasAllComponents: true,
      kinds: ['opened', 'updated', 'resolved'],
      createdAt: now,
      confirmedAt: now,
    })),
    select: { id: true, publicId: true, secret: true },
  });
}

/** Stores an event of a new incident, and a delivery of it to each of these subscribers. Returns the public ids of the event and incident. */
export async function plantDeliveries(
  world: TestWorld,
  lane: 'webhook' | 'mail',
  subscriberIds: readonly number[],
): Promise<{ event: string; incident: string }> {
  const { ctx, clock } = world;
  const { incident } = await anIncident(world);
  const event = await ctx.prisma.event.findFirstOrThrow({ where: { incident: { publicId: incident } } });
  const now = new Date(clock.now());
  const body = JSON.stringify({ type: 'incident.created', timestamp: now, data: { incident: { id: incident } } });
  await ctx.prisma.event.update({
    where: { id: event.id },
    data: { position: event.id, fannedOutAt: now, outcome: 'fanned_out', body, deliveryCount: subscriberIds.length },
  });
  await ctx.prisma
    .$executeRaw`WITH s AS (UPDATE subscriber SET last_sequence = last_sequence + 1 WHERE id = ANY(${[...subscriberIds]}) RETURNING id, channel, last_sequence)
    INSERT INTO delivery (lane, event_id, subscriber_id, sequence, due_at, created_at)
    SELECT ${lane}, ${event.id}, id, CASE WHEN channel = 'webhook' THEN last_sequence END, ${now}, ${now} FROM s ORDER BY id`;
  return { event: event.publicId, incident };
}

/** Returns the deliveries of events as "lane state outcome tries", in order. */
export async function deliveriesOf({ ctx }: TestWorld, subscriberId: number): Promise<string[]> {
  const rows = await ctx.prisma.delivery.findMany({
    where: { subscriberId, eventId: { not: null } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ lane, state, outcome, tries }) => `${lane} ${state} ${outcome} ${tries}`);
}

/** Returns the kinds of the notices to a subscriber, in order. */
export async function noticesTo({ ctx }: TestWorld, subscriberId: number): Promise<string[]> {
  const rows = await ctx.prisma.delivery.findMany({ where: { subscriberId, lane: 'notice' }, orderBy: { id: 'asc' } });
  return rows.map(({ notice }) => (notice as { kind: string }).kind); // the table checks that it is set in this lane
}
