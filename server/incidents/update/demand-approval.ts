import { isFirstUpdate } from '#domain/incident/approval';
import { type Audience, type IncidentState, isOpenState } from '#domain/incident/incident';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { FoundIncident } from './find-incident.ts';
import { needsApproval } from './needs-approval.ts';
import type { Affected } from './write-update.ts';

type Telling = { state: IncidentState; audience: readonly Audience[]; affected: readonly Affected[] };

/** Errors: approval_needed where one person alone would tell readers a further word that two must. */
export async function demandApproval(
  tx: IncidentTransaction,
  incident: FoundIncident,
  { state, audience, affected }: Telling,
): Promise<void> {
  const isEnd = isOpenState(incident.state) && !isOpenState(state);
  if (audience.includes('public') && !isFirstUpdate(incident, isEnd)) await refuseAlone(tx, incident.id, affected);
}

/** Errors: approval_needed where two people are needed for any public text of the incident. */
export async function refuseAlone(
  tx: IncidentTransaction,
  incidentId: number,
  affected: readonly Affected[] = [],
): Promise<void> {
  if (await needsApproval(tx, incidentId, affected))
    throw new AppError(
      'approval_needed',
      'Two people are needed to tell readers this: save it as a draft that is ready for approval, and have somebody else publish it.',
    );
}
