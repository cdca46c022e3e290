import type { AutomaticNews } from '#domain/automation/automatic-news';
import type { IncidentState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';
import { type Affected, moveIncident, type Target, writeImpacts } from '#server/incidents/update/write-update';

type Revision = {
  update: { id: number; version: number; occurredAt: Date };
  body: string;
  rendered: Rendered;
  news: AutomaticNews[];
  /** Where the incident is after it; the update says so where that is a move. */
  state: IncidentState;
  affected: readonly Affected[];
  movedAt: Instant;
  /** Null: this news does not notify, and the notification stays due when it was. */
  notifyAt: Instant | null;
};

/** Writes a further version of a public automatic update, with what it says by now of the state and of components, and when its notification is due. */
export async function reviseUpdate(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: Target,
  { update, body, rendered, news, state, affected, movedAt, notifyAt }: Revision,
): Promise<void> {
  const now = new Date(ctx.clock.now());
  const version = update.version + 1;
  const moved = state === incident.state ? {} : { state };
  await tx.incidentUpdate.update({
    where: { id: update.id },
    data: {
      ...moved,
      body,
      ...rendered,
      news,
      version,
      editedAt: now,
      ...(notifyAt === null ? {} : { notifyAt: new Date(notifyAt) }),
    },
  });
  await tx.incidentUpdateVersion.create({
    data: {
      updateId: update.id,
      version,
      body,
      ...rendered,
      occurredAt: update.occurredAt,
      savedAt: now,
      ...authorOf(ctx),
    },
  });
  await writeImpacts(tx, incident.id, update.id, affected);
  await moveIncident(tx, ctx, incident, { state, audience: ['public'], occurredAt: now.getTime(), movedAt });
}
