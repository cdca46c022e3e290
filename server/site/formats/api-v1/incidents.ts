import {
  downtimeBasis,
  downtimeMs,
  isOpenIncident,
  type PublicComponent,
  type PublicIncident,
  type PublicUpdate,
} from '#domain/incident/public-incident';
import { statusOfLevel } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { iso } from '#server/site/formats/statuspage-v2/page';

/** Formats a public incident for /api/v1/incidents, as described by server/incidents/public-schemas.ts. */
export function incidentV1(incident: PublicIncident, origin: string, now: Instant) {
  const { publicId, title, state, impact, mergedInto } = incident;
  return {
    id: publicId,
    url: `${origin}/incidents/${publicId}`,
    title,
    state,
    isOpen: isOpenIncident(incident),
    impact,
    startedAt: iso(incident.startedAt),
    detectedAt: isoOrNull(incident.detectedAt),
    publicAt: iso(incident.publicAt),
    updatedAt: iso(incident.updatedAt),
    monitoringAt: isoOrNull(incident.monitoringAt),
    resolvedAt: isoOrNull(incident.resolvedAt),
    withdrawnAt: isoOrNull(incident.withdrawnAt),
    mergedInto,
    nextUpdateBy: isoOrNull(incident.nextUpdateBy),
    whatYouCanDo: incident.whatYouCanDo,
    downMs: downtimeMs(incident, now),
    downBasis: downtimeBasis(incident, now),
    episodes: incident.episodes.map(({ from, to, component, level }) => ({
      from: iso(from),
      to: isoOrNull(to),
      component,
      level: statusOfLevel(level),
    })),
    components: incident.components.map((one) => ({ ...named(one), status: one.status })),
    related: incident.related.map((one) => one.publicId),
    postmortem: incident.postmortemId,
    postmortemPromisedOn: incident.postmortemPromisedOn,
    updates: incident.updates.map(updateV1),
  };
}

function updateV1(update: PublicUpdate) {
  const { publicId, state, body, text, html, isAutomatic, retractedReason, promise, whatYouCanDo } = update;
  return {
    id: publicId,
    state,
    body,
    text,
    html,
    isAutomatic,
    occurredAt: iso(update.occurredAt),
    publishedAt: iso(update.publishedAt),
    editedAt: isoOrNull(update.editedAt),
    retractedAt: isoOrNull(update.retractedAt),
    retractedReason,
    nextUpdateBy: isoOrNull(update.nextUpdateBy),
    promise,
    whatYouCanDo,
    affected: update.affected.map((one) => ({ ...named(one), oldStatus: one.oldStatus, newStatus: one.newStatus })),
  };
}

function named({ publicId, slug, name }: Omit<PublicComponent, 'status'>) {
  return { id: publicId, slug, name };
}

function isoOrNull(t: Instant | null): string | null {
  return t === null ? null : iso(t);
}
