import type pg from 'pg';
import { impactOf, type ListedIncident } from '#domain/incident/public-incident';
import type { HistoryRow } from '#server/incidents/sql/history-incidents';
import {
  type ComponentOfIncident,
  componentsOfIncidents,
  type EpisodeRow,
  episodeRows,
} from '#server/incidents/sql/public-incidents';

/** Reads incidents for lists, in the order of the rows, with two statements for any number. */
export async function listedIncidents(client: pg.ClientBase, rows: readonly HistoryRow[]): Promise<ListedIncident[]> {
  const ids = rows.map(({ id }) => id);
  const components = Map.groupBy(await componentsOfIncidents(client, ids), (one) => one.incident_id);
  const episodes = Map.groupBy(await episodeRows(client, ids), (one) => one.incident_id);
  return rows.map((row) => toListed(row, components.get(row.id) ?? [], episodes.get(row.id) ?? []));
}

function toListed(
  row: HistoryRow,
  components: readonly ComponentOfIncident[],
  rows: readonly EpisodeRow[],
): ListedIncident {
  const episodes = rows.map(({ from_at, to_at, slug, level }) => ({
    from: from_at.getTime(),
    to: to_at?.getTime() ?? null,
    component: slug,
    level,
  }));
  return {
    publicId: row.public_id,
    title: row.title,
    state: row.state,
    impact: impactOf([...row.stated, ...components.map(({ status }) => status)], episodes),
    startedAt: row.started_at.getTime(),
    resolvedAt: row.resolved_at?.getTime() ?? null,
    withdrawnAt: row.withdrawn_at?.getTime() ?? null,
    mergedInto: row.merged_into,
    mergedIntoTitle: row.merged_into_title,
    components: components.map(({ public_id, slug, name, status }) => ({ publicId: public_id, slug, name, status })),
    episodes,
    updateCount: row.updates,
  };
}
