import type { IncidentState } from '#domain/incident/incident';
import { isOpenIncident, type PublicIncident, type PublicUpdate } from '#domain/incident/public-incident';
import type { Stated } from '#domain/measurement/status';
import { withAbsoluteImages } from '#domain/postmortem/images';
import type { SystemSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { type ComponentV2, componentV2 } from './component.ts';
import { iso, type PageV2, pageAt } from './page.ts';

type IncidentStatusV2 = Exclude<IncidentState, 'detected'>;
type UpdateV2 = {
  id: string;
  status: IncidentStatusV2;
  body: string;
  incident_id: string;
  created_at: string;
  updated_at: string;
  display_at: string;
  affected_components: { code: string; name: string; old_status: Stated; new_status: Stated }[] | null;
  deliver_notifications: boolean;
  custom_tweet: null;
  tweet_id: null;
};
export type IncidentV2 = {
  id: string;
  name: string;
  status: IncidentStatusV2;
  created_at: string;
  updated_at: string;
  monitoring_at: string | null;
  resolved_at: string | null;
  impact: PublicIncident['impact'];
  shortlink: string;
  started_at: string;
  page_id: string;
  incident_updates: UpdateV2[];
  components: ComponentV2[];
  reminder_intervals: null;
  postmortem_body: string | null;
  postmortem_published_at: string | null;
};

type Components = Pick<SystemSummary, 'components' | 'archived'>;

/** Formats the body of /api/v2/incidents.json and incidents/unresolved.json. */
export function incidentsV2(incidents: readonly PublicIncident[], summary: SystemSummary, page: PageV2) {
  return {
    page: pageAt(page, summary.changedAt),
    incidents: incidents.map((incident) => incidentV2(incident, page, summary)),
  };
}

/** Formats the empty body of the three endpoints for scheduled maintenance, which does not exist yet. */
export function maintenancesV2({ changedAt }: Pick<SystemSummary, 'changedAt'>, page: PageV2) {
  return { page: pageAt(page, changedAt), scheduled_maintenances: [] };
}

/** Formats an incident for Statuspage clients, with every key they expect. Withdrawn and merged incidents are resolved. Archived components are included. */
export function incidentV2(incident: PublicIncident, page: PageV2, { components, archived }: Components): IncidentV2 {
  const { publicId, components: named } = incident;
  const isDone = !isOpenIncident(incident);
  return {
    id: publicId,
    name: incident.title,
    status: isDone && incident.state !== 'postmortem' ? 'resolved' : stateV2(incident.state),
    created_at: iso(incident.publicAt),
    updated_at: iso(Math.max(incident.updatedAt, incident.publicAt)),
    monitoring_at: isoOrNull(incident.monitoringAt),
    resolved_at: isDone ? isoOrNull(incident.resolvedAt ?? incident.withdrawnAt ?? incident.updatedAt) : null,
    impact: incident.impact,
    shortlink: `${page.url}/incidents/${publicId}`,
    started_at: iso(incident.startedAt),
    page_id: page.id,
    incident_updates: incident.updates.map((update) => updateV2(update, publicId)),
    components: [...components, ...archived]
      .filter((one) => named.some((name) => name.publicId === one.publicId))
      .map((one) => componentV2(one, page.id)),
    reminder_intervals: null,
    postmortem_body: incident.postmortemText && withAbsoluteImages(incident.postmortemText.markdown, page.url),
    postmortem_published_at: isoOrNull(incident.postmortemText?.publishedAt ?? null),
  };
}

function updateV2(update: PublicUpdate, incidentId: string): UpdateV2 {
  const affected = update.affected.map(({ publicId, name, oldStatus, newStatus }) => ({
    code: publicId,
    name,
    old_status: oldStatus,
    new_status: newStatus,
  }));
  const isGone = update.retractedAt !== null;
  return {
    id: update.publicId,
    status: stateV2(update.state),
    body: isGone ? enIncidents.retracted(update.retractedReason ?? '') : fullText(update),
    incident_id: incidentId,
    created_at: iso(update.publishedAt),
    updated_at: iso(update.retractedAt ?? update.editedAt ?? update.publishedAt),
    display_at: iso(update.occurredAt),
    affected_components: affected.length === 0 ? null : affected,
    deliver_notifications: update.notifies,
    custom_tweet: null,
    tweet_id: null,
  };
}

/** Formats the text of an update with what readers can do, for which Statuspage has no field. */
function fullText({ text, whatYouCanDo }: PublicUpdate): string {
  return whatYouCanDo === null ? text : `${text}\n\n${enIncidents.whatYouCanDo} ${whatYouCanDo}`;
}

/** Statuspage has no state for incidents that are only detected. */
function stateV2(state: IncidentState): IncidentStatusV2 {
  return state === 'detected' ? 'investigating' : state;
}

function isoOrNull(t: Instant | null): string | null {
  return t === null ? null : iso(t);
}
