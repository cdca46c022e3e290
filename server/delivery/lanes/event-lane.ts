import { type Attempt, obstacleTo, verdictOf } from '#domain/delivery/attempt';
import { isTooLate } from '#domain/delivery/breaker';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import type { Settlement } from '#server/delivery/settlement';
import { noteActivity } from '#server/delivery/sql/activity';
import { claimDeliveries, type EventLane, type Standing, standingOf } from '#server/delivery/sql/claims';
import { settleDeliveries } from '#server/delivery/sql/settlements';
import { assert } from '#server/errors';
import { chance } from '#server/random';
import { type Envelope, earlierEvents, readEvents, type SentDelivery } from './events.ts';
import { Lane } from './lane.ts';
import { tryOnce } from './try-once.ts';

/** A claim lasts longer than any try, and expires soon after its process died. */
export const CLAIM_MS = 45_000;

export type LaneContext = Pick<Context, 'delivery' | 'clock' | 'random' | 'log'>;

type EventLaneWork<Shared> = {
  name: EventLane;
  slots: number;
  claimMs: number;
  /** Reads what the deliveries of one claim share. */
  prepare: () => Promise<Shared>;
  /** Tries a delivery once. `isWanted`: to ask before it leaves, if that is not at once. */
  send: (delivery: SentDelivery, shared: Shared, isWanted: () => Promise<boolean>) => Promise<Attempt>;
};

/** Makes a lane that delivers events to subscribers. */
export function createEventLane<Shared>(
  ctx: LaneContext,
  { name, slots, claimMs, prepare, send }: EventLaneWork<Shared>,
): Lane<EventDelivery<Shared>, Settlement> {
  const eventsOf = readEvents(ctx.delivery);
  return new Lane<EventDelivery<Shared>, Settlement>(
    {
      slots,
      claim: async (count) => {
        const now = ctx.clock.now();
        const resumedAt = await noteActivity(ctx.delivery, now);
        const claimed = await claimDeliveries(ctx.delivery, { lane: name, now, until: now + claimMs, count });
        if (claimed.length === 0) return [];
        const events = await eventsOf(claimed.flatMap(({ eventId, digested }) => [...digested, eventId]));
        const shared = await prepare();
        return claimed.map((delivery) => {
          const event = events.get(delivery.eventId);
          return { ...delivery, event, earlier: earlierEvents(delivery, event, events), shared, resumedAt };
        });
      },
      deliver: (delivery) => deliver(ctx, delivery, send),
      settle: (results) => settleDeliveries(ctx.delivery, results, ctx.clock.now()),
    },
    ctx.log,
  );
}

type EventDelivery<Shared> = Omit<SentDelivery, 'event'> & {
  event: Envelope | undefined;
  shared: Shared;
  resumedAt: Instant;
};

async function deliver<Shared>(
  ctx: LaneContext,
  delivery: EventDelivery<Shared>,
  send: EventLaneWork<Shared>['send'],
): Promise<Settlement> {
  const { id, tries, subscriber } = delivery;
  const settlement = {
    id,
    tries,
    subscriberId: subscriber.id,
    channel: subscriber.channel,
    isTried: false,
    answer: null,
  };
  const obstacleNow = (standing: Standing) =>
    obstacleTo({
      tries,
      ...standing,
      isTooLate: isTooLate(delivery, { now: ctx.clock.now(), resumedAt: delivery.resumedAt }),
    });
  let obstacle = obstacleNow(subscriber);
  if (obstacle) return { ...settlement, verdict: obstacle };
  const isWanted = async () => {
    obstacle = obstacleNow(await standingOf(ctx.delivery, subscriber.id));
    return obstacle === null;
  };
  const { shared, resumedAt: _, ...sent } = delivery;
  const attempt = await tryOnce(ctx.log, id, async () => {
    assert(sent.event, 'fan-out stores the body of an event before its deliveries');
    return send({ ...sent, event: sent.event }, shared, isWanted);
  });
  if (obstacle) return { ...settlement, verdict: obstacle };
  const verdict = verdictOf(attempt, { tries, now: ctx.clock.now(), chance: chance(ctx.random) });
  return { ...settlement, isTried: true, answer: attempt.answer, verdict };
}
