import type pg from 'pg';
import { announcedNextUpdate, announcementStates, nextUpdateDue } from '#domain/incident/next-update';
import { impactOf, isOpenIncident, type PublicIncident, type PublicUpdate } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import {
  type ComponentOfIncident,
  componentsOfIncidents,
  type EpisodeRow,
  episodeRows,
  type ImpactRow,
  type IncidentChoice,
  type IncidentRow,
  impactRows,
  incidentRows,
  type RelatedRow,
  relatedRows,
  type UpdateRow,
  updateRows,
} from '#server/incidents/sql/public-incidents';
import { storedText } from '#server/markdown/stored-text';

/** Other texts are not queried, because PostgreSQL rejects U+0000. */
const PUBLIC_ID = /^[a-z0-9]{12}$/;

type Parts = {
  updates: UpdateRow[];
  impacts: Map<number, ImpactRow[]>;
  components: ComponentOfIncident[];
  episodes: EpisodeRow[];
  related: RelatedRow[];
};

/** Reads the public incidents of a choice, in its order, with a fixed number of statements on the snapshot of the client. */
export async function readPublicIncidents(
  client: pg.ClientBase,
  choice: IncidentChoice,
  now: Instant,
): Promise<PublicIncident[]> {
  const rows = await incidentRows(client, choice);
  const ids = rows.map(({ id }) => id);
  const updates = await updateRows(client, ids);
  const impacts = Map.groupBy(
    await impactRows(
      client,
      updates.map(({ id }) => id),
    ),
    (impact) => impact.update_id,
  );
  const [components, episodes, related] = [
    await componentsOfIncidents(client, ids),
    await episodeRows(client, ids),
    await relatedRows(client, ids),
  ];
  const own = <T extends { incident_id: number }>(all: readonly T[], id: number) =>
    all.filter((one) => one.incident_id === id);
  return rows.map((row) => {
    const parts = {
      components: own(components, row.id),
      episodes: own(episodes, row.id),
      related: own(related, row.id),
    };
    return toIncident(row, { updates: own(updates, row.id), impacts, ...parts }, now);
  });
}

/** Reads the public incidents of a choice. */
export async function publicIncidents(
  ctx: Pick<Context, 'web' | 'clock'>,
  choice: IncidentChoice,
): Promise<PublicIncident[]> {
  return snapshot(ctx.web, (client) => readPublicIncidents(client, choice, ctx.clock.now()));
}

/** Reads one public incident. Errors: not_found, also for an incident that is not public. */
export async function publicIncident(ctx: Pick<Context, 'web' | 'clock'>, publicId: string): Promise<PublicIncident> {
  const [found] = PUBLIC_ID.test(publicId) ? await publicIncidents(ctx, { kind: 'one', publicId }) : [];
  if (!found) throw absent();
  return found;
}

/** Reads an incident as readers would see it if it became public now, for previews. Errors: forbidden, not_found. */
export async function incidentForStaff(ctx: ActingContext, publicId: string): Promise<PublicIncident> {
  authorize(ctx, 'incident:update');
  const [found] = PUBLIC_ID.test(publicId)
    ? await publicIncidents(ctx, { kind: 'for_staff', publicId, at: ctx.clock.now() })
    : [];
  if (!found) throw absent();
  return found;
}

const absent = () => new AppError('not_found', 'Incident not found.');

const ms = (date: Date | null): Instant | null => date?.getTime() ?? null;

function toIncident(
  row: IncidentRow,
  { updates, impacts, components, episodes, related }: Parts,
  now: Instant,
): PublicIncident {
  const isBackfilled = row.origin === 'backfill';
  const announcements = updates.map((update) => ({
    state: update.state,
    publishedAt: update.published_at.getTime(),
    nextUpdateBy: ms(update.next_update_by),
    isAutomatic: update.is_automatic,
  }));
  const promises = announcementStates(announcements, now);
  const parts = {
    components: components.map(({ public_id, slug, name, status }) => ({ publicId: public_id, slug, name, status })),
    episodes: episodes.map(({ from_at, to_at, slug, level }) => ({
      from: from_at.getTime(),
      to: ms(to_at),
      component: slug,
      level,
    })),
    updates: updates.map((update, i) => ({
      ...toUpdate(update, impacts.get(update.id) ?? []),
      promise: promises[i] ?? null,
    })),
  };
  const stated = [
    ...parts.components.map(({ status }) => status),
    ...parts.updates.flatMap(({ affected }) => affected.flatMap((one) => [one.oldStatus, one.newStatus])),
  ];
  const confirmed = episodes.map(({ confirmed_at }) => confirmed_at.getTime());
  const closing = { state: row.state, withdrawnAt: ms(row.withdrawn_at), mergedInto: row.merged_into };
  return {
    publicId: row.public_id,
    title: row.title,
    ...closing,
    mergedIntoTitle: row.merged_into_title,
    impact: impactOf(stated, parts.episodes),
    isBackfilled,
    startedAt: row.started_at.getTime(),
    detectedAt: isBackfilled ? null : Math.min(row.created_at.getTime(), ...confirmed),
    createdAt: row.created_at.getTime(),
    publicAt: row.public_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    monitoringAt: ms(row.monitoring_at),
    resolvedAt: ms(row.resolved_at),
    ...parts,
    related: related.map(({ public_id, title }) => ({ publicId: public_id, title })),
    nextUpdateBy: isOpenIncident(closing) ? nextUpdateDue(announcements) : null,
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
    affected: impacts.map(({ public_id, slug, name, old_status, new_status }) => ({
      publicId: public_id,
      slug,
      name,
      oldStatus: old_status,
      newStatus: new_status,
    })),
  };
}
