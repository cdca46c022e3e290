import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';

export type DeliveryState = {
  /** Null while messages are sent. `volume`: the volume was far above normal. */
  paused: { at: Instant; reason: 'operator' | 'volume' } | null;
  waitingEvents: number;
  waitingDeliveries: number;
};

/** Reads whether sending to subscribers is paused, and what waits. Errors: forbidden. */
export async function deliveryState(ctx: ActingContext): Promise<DeliveryState> {
  authorize(ctx, 'incident:read');
  const { pausedAt, reason } = await ctx.prisma.deliveryPause.findFirstOrThrow();
  return {
    paused: pausedAt && { at: pausedAt.getTime(), reason: reason as 'operator' | 'volume' }, // the table's CHECK lists the reasons
    waitingEvents: await ctx.prisma.event.count({ where: { outcome: null } }),
    waitingDeliveries: await ctx.prisma.delivery.count({ where: { state: 'due', subscriberId: { not: null } } }),
  };
}
