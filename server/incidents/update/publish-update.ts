import type { IncidentState } from '#domain/incident/incident';
import { planUpdate, type UpdatePlan } from '#domain/incident/plan-update';
import type { UpdateInput } from '#domain/incident/update-input';
import type { ActingContext } from '#server/actor';
import { type AuditAction, appendAudit } from '#server/audit/append-audit';
import { violates } from '#server/db/sql-fault';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { acceptedPlan } from './accepted-plan.ts';
import type { Author } from './author.ts';
import type { FoundIncident } from './find-incident.ts';
import { heldFor } from './held-for.ts';
import type { PreparedText } from './prepare-text.ts';
import { staffFacts } from './staff-facts.ts';
import { writeUpdate } from './write-update.ts';

/** `writtenBy`: the author, where the actor approves a draft of someone else. `undoSeconds`: how long it can be undone and notifies no one. */
export type Posting = UpdateInput &
  PreparedText & { action: AuditAction; writtenBy?: Author | undefined; undoSeconds?: number | undefined };

export type UpdateAnswer = { incident: string; update: string; state: IncidentState };

/** Publishes an update of a person by its plan, audited. Errors: those of planUpdate; conflict where reopening meets another open incident. */
export async function publishUpdate(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: FoundIncident,
  posting: Posting,
): Promise<UpdateAnswer> {
  const now = ctx.clock.now();
  const staff = await staffFacts(tx, incident, posting, now);
  const plan = acceptedPlan(planUpdate(incident, posting, { now, staff }));
  const { undoSeconds = 0 } = posting;
  const held = await heldFor(tx, ctx, { undoSeconds, incidentId: incident.id, plan });
  const { publicId } = await writeUpdate(tx, ctx, incident, { ...posting, plan, ...held }).catch(explainConflict);
  if (plan.notifies)
    await tx.episode.updateMany({ where: { incidentId: incident.id, toAt: null }, data: { isPublished: true } });
  await audit(tx, ctx, incident, { ...posting, plan, update: publicId });
  return { incident: incident.publicId, update: publicId, state: plan.patch.state };
}

async function audit(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: FoundIncident,
  { action, plan, update, body, occurredAt, notify, reason, writtenBy }: Posting & { plan: UpdatePlan; update: string },
): Promise<void> {
  const { state, title } = plan.patch;
  const { audience, nextUpdateBy, whatYouCanDo } = plan.update;
  const affected = plan.impacts.map(({ componentId, newStatus }) => ({ componentId, status: newStatus }));
  await appendAudit(tx, ctx, {
    action,
    object: { kind: 'incident', id: incident.publicId },
    before: { state: incident.state, title: incident.title },
    after: {
      state,
      title,
      update,
      body,
      whatYouCanDo,
      audience,
      notify,
      occurredAt,
      nextUpdateBy,
      affected,
      writtenBy,
    },
    ...(reason === undefined ? {} : { reason }),
  });
}

/** The table does not hold two open automatic incidents of one component, which reopening one can lead to. */
export function explainConflict(error: unknown): never {
  if (violates(error, 'incident_component_one_open'))
    throw new AppError(
      'conflict',
      'Another open incident already affects one of these components. Post there, or merge the two incidents.',
    );
  throw error;
}
