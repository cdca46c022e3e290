import type { Stated } from '#domain/measurement/status';
import { statusOfLevel } from '#domain/measurement/status';
import type { FoundIncident } from '#server/incidents/update/find-incident';
import type { Target } from './action-target.ts';
import { type AutomaticUpdate, postAutomaticUpdate } from './post-automatic-update.ts';

type Reporting = Omit<AutomaticUpdate, 'movedAt' | 'isPublic' | 'notifies'> & {
  isPublic?: boolean;
  notifies?: boolean;
};

/** Publishes a report, only internally if the incident is not public. Without a notification it only appears on the page. Returns the text. */
export async function publishReport(
  { tx, ctx, loaded }: Target,
  incident: FoundIncident,
  reporting: Reporting,
): Promise<string> {
  const { isPublic = incident.publicAt !== null, notifies = true } = reporting;
  return postAutomaticUpdate(tx, ctx, incident, {
    ...reporting,
    isPublic,
    notifies,
    movedAt: loaded.facts.evaluatedUntil,
  });
}

/** Returns the status that a report states for an outage. */
export const statedOf = (level: 2 | 3): Stated => statusOfLevel(level);
