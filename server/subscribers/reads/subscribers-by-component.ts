import { type ActingContext, authorize } from '#server/actor';
import { countByComponent } from '#server/subscribers/sql/subscribers';

/** Counts the confirmed subscribers of each component. Errors: forbidden. */
export async function subscribersByComponent(ctx: ActingContext) {
  authorize(ctx, 'subscriber:read');
  return countByComponent(ctx.staff);
}
