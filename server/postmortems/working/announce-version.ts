import type { ActingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { changeText } from '#server/incidents/update/change-text';
import type { FoundPostmortem } from './find-postmortem.ts';
import { postToIncidents } from './post-to-incidents.ts';

type Announcement = { body: string; rendered: Rendered; notify: boolean };

/**
 * Announces a published version in the incidents of a post-mortem. The first time, and where the update was retracted, posts an update; otherwise edits that
 * update, so that readers see what it said before. The author of the version is the author of the text.
 */
export async function announceVersion(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { id: postmortemId, incidents, authorKind, authorId }: FoundPostmortem,
  { body, rendered, notify }: Announcement,
): Promise<void> {
  const writtenBy = { authorKind, authorId };
  const announced: number[] = [];
  for (const { incidentId, updateId, incident } of incidents) {
    const update = updateId === null ? null : await standingUpdate(tx, updateId);
    if (!update) continue;
    announced.push(incidentId);
    const edit = { incident: incident.publicId, update: update.publicId, version: update.version };
    await changeText(tx, ctx, { ...edit, body, rendered, notify }, { action: 'incident:edit', writtenBy });
  }
  const others = incidents.filter(({ incidentId }) => !announced.includes(incidentId));
  const posted = await postToIncidents(tx, ctx, others, { body, rendered, state: 'postmortem', notify, writtenBy });
  for (const [incidentId, publicId] of posted) {
    const { id: updateId } = await tx.incidentUpdate.findUniqueOrThrow({ where: { publicId }, select: { id: true } });
    await tx.postmortemIncident.update({
      where: { postmortemId_incidentId: { postmortemId, incidentId } },
      data: { updateId },
    });
  }
}

/** Returns an update that can still be edited: neither retracted nor of an incident that was withdrawn or merged. */
async function standingUpdate(tx: IncidentTransaction, id: number) {
  return tx.incidentUpdate.findFirst({
    where: { id, retractedAt: null, incident: { withdrawnAt: null, mergedIntoId: null } },
    select: { publicId: true, version: true },
  });
}
