import type pg from 'pg';
import { excerptOf } from '#domain/incident/excerpt';
import { impactOf, type ListedIncident, type PublicIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import type { ListedRow } from '#server/incidents/sql/history-incidents';
import {
  type ComponentRow,
  componentRows,
  type EpisodeRow,
  episodeRows,
  impactRows,
  postmortemRows,
  relatedRows,
  updateRows,
} from '#server/incidents/sql/incident-parts';
import {
  type IncidentAudience,
  type IncidentChoice,
  type IncidentRow,
  incidentRows,
} from '#server/incidents/sql/incident-rows';
import { degradedTimes } from './degraded-times.ts';
import { type IncidentLine, toPublicIncident } from './to-public-incident.ts';

/**
 * Reads the incidents of a choice as an audience may see them, in the order of the choice, with a fixed number of statements on the snapshot of the client.
 */
export async function readIncidents(
  client: pg.ClientBase,
  choice: IncidentChoice,
  audience: IncidentAudience,
  now: Instant,
): Promise<PublicIncident[]> {
  const rows = await incidentRows(client, choice, audience);
  const lineOf = await readLines(client, rows);
  const ids = rows.map(({ id }) => id);
  const updates = await updateRows(client, ids);
  const impacts = await impactRows(
    client,
    updates.map(({ id }) => id),
  );
  const own = byIncident(updates);
  const related = byIncident(await relatedRows(client, ids));
  const postmortems = byIncident(await postmortemRows(client, ids));
  const impactsOf = Map.groupBy(impacts, (impact) => impact.update_id);
  return rows.map((row) => {
    const parts = {
      updates: own(row.id),
      impacts: impactsOf,
      related: related(row.id),
      postmortem: postmortems(row.id)[0] ?? null,
    };
    return toPublicIncident(row, { ...lineOf(row), ...parts }, now);
  });
}

/** Reads incidents for lists, with an excerpt instead of their texts, in the order of the rows, with three statements for any number. */
export async function readListed(client: pg.ClientBase, rows: readonly ListedRow[]): Promise<ListedIncident[]> {
  const lineOf = await readLines(client, rows);
  const quiet = rows.flatMap((row) => {
    const { id, resolved_at: to } = row;
    const { line, componentIds } = lineOf(row);
    if (to === null || line.episodes.length > 0) return [];
    return [{ id, from: line.startedAt, to: to.getTime(), componentIds }];
  });
  const degraded = await degradedTimes(client, quiet);
  return rows.map((row) => {
    const { line } = lineOf(row);
    const stated = [...row.stated, ...line.components.map(({ status }) => status)];
    return {
      ...line,
      impact: impactOf(stated, line.episodes),
      excerpt: excerptOf(row.excerpt ?? ''),
      degradedMs: degraded.get(row.id) ?? 0,
    };
  });
}

async function readLines(client: pg.ClientBase, rows: readonly IncidentRow[]) {
  const ids = rows.map(({ id }) => id);
  const components = byIncident(await componentRows(client, ids));
  const episodes = byIncident(await episodeRows(client, ids));
  return (row: IncidentRow) => ({
    line: toLine(row, components(row.id), episodes(row.id)),
    componentIds: components(row.id).map(({ component_id }) => component_id),
    confirmed: episodes(row.id).map(({ confirmed_at }) => confirmed_at.getTime()),
  });
}

function byIncident<T extends { incident_id: number }>(parts: readonly T[]): (id: number) => T[] {
  const groups = Map.groupBy(parts, (one) => one.incident_id);
  return (id) => groups.get(id) ?? [];
}

function toLine(row: IncidentRow, components: readonly ComponentRow[], episodes: readonly EpisodeRow[]): IncidentLine {
  return {
    publicId: row.public_id,
    title: row.title,
    state: row.state,
    startedAt: row.started_at.getTime(),
    resolvedAt: row.resolved_at?.getTime() ?? null,
    withdrawnAt: row.withdrawn_at?.getTime() ?? null,
    mergedInto: row.merged_into,
    mergedIntoTitle: row.merged_into_title,
    postmortemId: row.postmortem,
    postmortemPromisedOn: row.postmortem_promised_on,
    components: components.map(({ public_id, slug, name, status }) => ({ publicId: public_id, slug, name, status })),
    episodes: episodes.map(({ from_at, to_at, slug, level }) => ({
      from: from_at.getTime(),
      to: to_at?.getTime() ?? null,
      component: slug,
      level,
    })),
  };
}
