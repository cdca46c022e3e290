import type { ActingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { Author } from '#server/incidents/update/author';
import { findAnyIncident } from '#server/incidents/update/find-incident';
import { publishPosted } from '#server/incidents/update/publish-posted';
import type { FoundPostmortem } from './find-postmortem.ts';

type Text = { body: string; rendered: Rendered };
/** `state`: left out, incidents stay in their state. `writtenBy`: the author, if that is not the actor. */
type Posted = Text & { state?: 'postmortem'; notify: boolean; writtenBy?: Author };

/**
 * Posts a public update to incidents of a post-mortem, with its event, so that pages, feeds and subscribers get it like any other update. Incidents that are
 * not public, withdrawn or merged get none. Needs no approval of its own. Returns the updates by the id of their incident.
 */
export async function postToIncidents(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incidents: FoundPostmortem['incidents'],
  { body, rendered, ...how }: Posted,
): Promise<Map<number, string>> {
  const posted = new Map<number, string>();
  for (const { incidentId, incident } of incidents) {
    const found = await findAnyIncident(tx, incident.publicId);
    if (found.publicAt === null || found.withdrawnAt !== null || found.mergedIntoId !== null) continue;
    const { update } = await publishPosted(tx, ctx, found, {
      ...{ body, rendered, nextUpdateBy: null, namesNextUpdate: false, ...how },
      audience: ['public', 'internal'],
      affected: [],
      action: 'incident:update',
      skips: ['approval', 'reason'],
    });
    posted.set(incidentId, update);
  }
  return posted;
}
