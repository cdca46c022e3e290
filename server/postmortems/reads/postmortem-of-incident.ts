import type { PostmortemState } from '#domain/postmortem/postmortem';
import { type ActingContext, authorize } from '#server/actor';

/** Finds the post-mortem of an incident; null if there is none. Errors: forbidden. */
export async function postmortemOfIncident(
  ctx: ActingContext,
  incident: string,
): Promise<{ publicId: string; state: PostmortemState } | null> {
  authorize(ctx, 'incident:read');
  const found = await ctx.prisma.postmortem.findFirst({
    where: { incidents: { some: { incident: { publicId: incident } } } },
    select: { publicId: true, state: true },
  });
  return found && { publicId: found.publicId, state: found.state as PostmortemState }; // the table's CHECK lists the states
}
