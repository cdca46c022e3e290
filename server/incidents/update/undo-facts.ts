import { z } from 'zod';
import { isOpenState } from '#domain/incident/incident';
import type { IncidentPatch, UpdatePlan } from '#domain/incident/plan-update';
import type { Prisma } from '#prisma';
import { type Cancelled, cancellableEvents } from '#server/delivery/outbox';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

const instant = z.number().nullable();
/** What an update changes of its incident, as it was before. */
const undoSchema = z.strictObject({
  state: z.string(),
  title: z.string(),
  movedAt: z.number(),
  monitoringAt: instant,
  resolvedAt: instant,
  publicAt: instant,
  acknowledgedAt: instant,
  heldUntil: instant,
  withdrawnAt: instant,
  withdrawnReason: z.string().nullable(),
  /** Null: the update named the component first. */
  components: z.array(z.strictObject({ componentId: z.number(), status: z.string().nullable() })),
  /** Episodes that readers did not know of. */
  unpublished: z.array(z.number()),
  /** The title that the update set. */
  titleAfter: z.string(),
  /** Public ids of the events that the update cancelled, because it closed the incident. */
  cancelled: z.array(z.string()),
});

const ms = (date: Date | null) => date?.getTime() ?? null;

type UndonePlan = {
  impacts: UpdatePlan['impacts'];
  patch: Pick<IncidentPatch, 'title' | 'state' | 'updatedAt'>;
  /** Which events it cancels where it closes the incident; by default those that are not due yet. */
  cancels?: Cancelled | undefined;
};

/** Reads what undoing a planned update will restore. */
export async function undoFacts(
  tx: IncidentTransaction,
  incidentId: number,
  { impacts, patch, cancels = new Date(patch.updatedAt) }: UndonePlan,
): Promise<z.output<typeof undoSchema> & Prisma.InputJsonObject> {
  const before = await tx.incident.findUniqueOrThrow({
    where: { id: incidentId },
    include: { components: true, episodes: { where: { isPublished: false, toAt: null } } },
  });
  return {
    state: before.state,
    title: before.title,
    movedAt: before.movedAt.getTime(),
    monitoringAt: ms(before.monitoringAt),
    resolvedAt: ms(before.resolvedAt),
    publicAt: ms(before.publicAt),
    acknowledgedAt: ms(before.acknowledgedAt),
    heldUntil: ms(before.heldUntil),
    withdrawnAt: ms(before.withdrawnAt),
    withdrawnReason: before.withdrawnReason,
    components: impacts.map(({ componentId }) => ({
      componentId,
      status: before.components.find((one) => one.componentId === componentId)?.status ?? null,
    })),
    unpublished: before.episodes.map(({ id }) => id),
    titleAfter: patch.title,
    cancelled: isOpenState(patch.state) ? [] : await cancellableEvents(tx, incidentId, cancels),
  };
}

/** Parses what `undoFacts` returned. */
export function parseUndo(stored: Prisma.JsonValue): z.output<typeof undoSchema> {
  return undoSchema.parse(stored);
}
