import type { ActingContext } from '#server/actor';
import { incidentsToPublish } from './incidents-to-publish.ts';
import { listIncidents } from './list-incidents.ts';
import { onCallOverview } from './on-call-overview.ts';

type Named = { publicId: string; title: string };

/**
 * Lists incidents that an incident can be merged into (`mergeable`: open ones that the actor may change) or linked to (`linkable`: recent ones without a link).
 * Errors: forbidden.
 */
export async function otherIncidents(
  ctx: ActingContext,
  { publicId, related }: { publicId: string; related: readonly Named[] },
): Promise<{ mergeable: Named[]; linkable: Named[] }> {
  const open = (await onCallOverview(ctx)).incidents.filter((other) => other.publicId !== publicId);
  const own = await incidentsToPublish(
    ctx,
    open.map((other) => other.publicId),
  );
  const known = new Set([publicId, ...related.map((other) => other.publicId)]);
  return {
    mergeable: open.filter((other) => own.has(other.publicId)),
    linkable: (await listIncidents(ctx, {})).incidents.filter((other) => !known.has(other.publicId)),
  };
}
