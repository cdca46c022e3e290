import type { MonitoringReport } from '#domain/automation/monitoring-report';
import { kindOfUpdate } from '#domain/delivery/kind';
import { isOpenState } from '#domain/incident/incident';
import type { UpdatePlan } from '#domain/incident/plan-update';
import type { Instant } from '#domain/time/interval';
import type { WritingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import { delayEvent, type WaitingEvent } from '#server/delivery/outbox';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';
import type { FoundIncident } from '#server/incidents/update/find-incident';
import { patchIncident, writeImpacts } from '#server/incidents/update/write-update';

type Revision = {
  update: { id: number; version: number; occurredAt: Date; whatYouCanDo: string | null; event: WaitingEvent };
  plan: UpdatePlan;
  body: string;
  rendered: Rendered;
  reports: MonitoringReport[];
  /** When its event is due now. Null: the new text does not notify, and the event stays due when it was. */
  dueAt: Instant | null;
};

/**
 * Writes a new version of a public automatic update by its plan, and when its event is due. The update shows a state only if that changes. It keeps its
 * "What you can do" unless the plan ends the incident.
 */
export async function reviseUpdate(
  tx: IncidentTransaction,
  ctx: WritingContext,
  incident: FoundIncident,
  { update, plan, body, rendered, reports, dueAt }: Revision,
): Promise<void> {
  const now = new Date(ctx.clock.now());
  const version = update.version + 1;
  const { state } = plan.update;
  const whatYouCanDo = isOpenState(state) ? update.whatYouCanDo : null;
  await tx.incidentUpdate.update({
    where: { id: update.id },
    data: {
      ...(state === incident.state ? {} : { state }),
      body,
      ...rendered,
      whatYouCanDo,
      reports,
      version,
      editedAt: now,
    },
  });
  const { id: updateId, occurredAt } = update;
  const text = { body, ...rendered, whatYouCanDo };
  await tx.incidentUpdateVersion.create({
    data: { updateId, version, ...text, occurredAt, savedAt: now, ...authorOf(ctx) },
  });
  await writeImpacts(tx, { incidentId: incident.id, updateId: update.id }, plan.impacts);
  await patchIncident(tx, incident.id, plan.patch);
  if (dueAt !== null) await delayEvent(tx, ctx, update.event, { dueAt, revisedBy: kindOfUpdate(incident, state) });
}
