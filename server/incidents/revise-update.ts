import type { AutomaticNews } from '#domain/automatic-news';
import type { IncidentState } from '#domain/incident';
import type { Instant } from '#domain/interval';
import type { ActingContext } from '../actor.ts';
import type { Rendered } from '../context.ts';
import type { IncidentTransaction } from '../db/sql/incident-writes.ts';
import { authorOf } from './author.ts';
import { type Affected, moveIncident, type Target, writeImpacts } from './write-update.ts';

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
    data: { ...moved, body, ...rendered, news, version, editedAt: now, ...(notifyAt === null ? {} : { notifyAt: new Date(notifyAt) }) },
  });
  await tx.incidentUpdateVersion.create({
    data: { updateId: update.id, version, body, ...rendered, occurredAt: update.occurredAt, savedAt: now, ...authorOf(ctx) },
  });
  await writeImpacts(tx, incident.id, update.id, affected);
  await moveIncident(tx, ctx, incident, { state, audience: ['public'], occurredAt: now.getTime(), movedAt });
}
