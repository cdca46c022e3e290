import type { Prisma } from '#prisma';
import type { ActingContext } from '#server/actor';

export type ReadsLimits = Pick<Prisma.TransactionClient, 'staffComponent' | 'incidentComponent'>;

/** Reads the ids of the components assigned to the actor; null for actors without limits. Only communicators can have assigned components. */
export async function ownComponents(
  tx: ReadsLimits,
  { actor }: Pick<ActingContext, 'actor'>,
): Promise<ReadonlySet<number> | null> {
  if (actor.kind !== 'staff' || actor.role !== 'communicator') return null;
  const own = await tx.staffComponent.findMany({ where: { staffId: actor.id }, select: { componentId: true } });
  return own.length === 0 ? null : new Set(own.map(({ componentId }) => componentId));
}
