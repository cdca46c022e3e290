import { announcedNextUpdate, announcementStates, nextUpdateDue } from '#domain/incident/next-update';
import {
  impactOf,
  isOpenIncident,
  type ListedIncident,
  type PublicIncident,
  type PublicUpdate,
} from '#domain/incident/public-incident';
import { currentWhatYouCanDo } from '#domain/incident/what-you-can-do';
import type { Instant } from '#domain/time/interval';
import type { ImpactRow, PostmortemRow, RelatedRow, UpdateRow } from '#server/incidents/sql/incident-parts';
import type { IncidentRow } from '#server/incidents/sql/incident-rows';
import { storedText } from '#server/markdown/stored-text';

/** Fields of an incident that lists show too. */
export type IncidentLine = Omit<ListedIncident, 'impact' | 'excerpt' | 'degradedMs'>;

/** `confirmed`: when its outages were confirmed. `impacts`: by update. */
type Parts = {
  line: IncidentLine;
  confirmed: readonly Instant[];
  updates: readonly UpdateRow[];
  impacts: ReadonlyMap<number, ImpactRow[]>;
  related: readonly RelatedRow[];
  postmortem: PostmortemRow | null;
};

const ms = (date: Date | null): Instant | null => date?.getTime() ?? null;

/** Maps the rows of an incident to what readers see. One that is not public yet is shown as if it became public at `now`. */
export function toPublicIncident(row: IncidentRow, parts: Parts, now: Instant): PublicIncident {
  const { line, confirmed, impacts, related, postmortem } = parts;
  const isBackfilled = row.origin === 'backfill';
  const announcements = parts.updates.map((update) => ({
    state: update.state,
    publishedAt: update.published_at.getTime(),
    nextUpdateBy: ms(update.next_update_by),
    isAutomatic: update.is_automatic,
  }));
  const promises = announcementStates(announcements, now);
  const updates = parts.updates.map((update, i) => ({
    ...toUpdate(update, impacts.get(update.id) ?? []),
    promise: promises[i] ?? null,
  }));
  const stated = [
    ...line.components.map(({ status }) => status),
    ...updates.flatMap(({ affected }) => affected.flatMap((one) => [one.oldStatus, one.newStatus])),
  ];
  return {
    ...line,
    impact: impactOf(stated, line.episodes),
    isBackfilled,
    detectedAt: isBackfilled ? null : Math.min(row.created_at.getTime(), ...confirmed),
    createdAt: row.created_at.getTime(),
    publicAt: ms(row.public_at) ?? now,
    updatedAt: ms(row.updated_at) ?? now,
    monitoringAt: ms(row.monitoring_at),
    updates,
    related: related.map(({ public_id, title }) => ({ publicId: public_id, title })),
    nextUpdateBy: isOpenIncident(line) ? nextUpdateDue(announcements) : null,
    whatYouCanDo: currentWhatYouCanDo(updates),
    postmortemText: postmortem && { markdown: postmortem.markdown, publishedAt: postmortem.published_at.getTime() },
  };
}

function toUpdate(row: UpdateRow, impacts: readonly ImpactRow[]): Omit<PublicUpdate, 'promise'> {
  return {
    publicId: row.public_id,
    state: row.state,
    body: row.body,
    ...storedText(row),
    isAutomatic: row.is_automatic,
    notifies: row.notifies,
    occurredAt: row.occurred_at.getTime(),
    publishedAt: row.published_at.getTime(),
    editedAt: ms(row.edited_at),
    retractedAt: ms(row.retracted_at),
    retractedReason: row.retracted_reason,
    nextUpdateBy: announcedNextUpdate({ state: row.state, nextUpdateBy: ms(row.next_update_by) }),
    whatYouCanDo: row.what_you_can_do,
    affected: impacts.map(({ public_id, slug, name, old_status, new_status }) => ({
      publicId: public_id,
      slug,
      name,
      oldStatus: old_status,
      newStatus: new_status,
    })),
  };
}
