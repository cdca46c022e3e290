import type pg from 'pg';
import { downtimeMs } from '#domain/incident/public-incident';
import type { PostmortemIncident } from '#domain/postmortem/published-version';
import type { Instant } from '#domain/time/interval';
import { readListed } from '#server/incidents/reads/read-incidents';
import { listedRows } from '#server/incidents/sql/history-incidents';
import { incidentsOfPostmortems } from '#server/postmortems/sql/public-postmortems';

/** An incident with the components that readers know of. */
export type ShownIncident = PostmortemIncident & { components: string[] };

/** Reads the public incidents of post-mortems, in order of time, with a fixed number of statements. Returns a function from the id of a post-mortem. */
export async function postmortemIncidents(
  client: pg.ClientBase,
  ids: readonly number[],
  now: Instant,
): Promise<(postmortemId: number) => ShownIncident[]> {
  const pairs = await incidentsOfPostmortems(client, ids);
  const rows = await listedRows(
    client,
    pairs.map(({ incident_id }) => incident_id),
  );
  const listed = await readListed(client, rows);
  const shown = new Map(
    listed.map((incident, i) => [
      rows[i]?.id,
      {
        publicId: incident.publicId,
        title: incident.title,
        startedAt: incident.startedAt,
        resolvedAt: incident.resolvedAt,
        impact: incident.impact,
        downMs: downtimeMs(incident, now),
        components: incident.components.map(({ slug }) => slug),
      },
    ]),
  );
  const byPostmortem = Map.groupBy(pairs, ({ postmortem_id }) => postmortem_id);
  return (postmortemId) =>
    (byPostmortem.get(postmortemId) ?? []).flatMap(({ incident_id }) => shown.get(incident_id) ?? []);
}
