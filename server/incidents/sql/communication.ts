import type pg from 'pg';
import type { Spoken } from '#domain/incident/communication';
import type { IncidentState } from '#domain/incident/incident';
import type { Word } from '#domain/incident/promise';
import type { Instant } from '#domain/time/interval';

export type SpokenIncident = Spoken & { publicId: string; title: string; firstBadAt: Instant | null };

type Row = {
  public_id: string;
  title: string;
  origin: string;
  started_at: Date;
  created_at: Date;
  public_at: Date;
  resolved_at: Date | null;
  first_bad_at: Date | null;
  confirmed_at: Date | null;
  was_there: boolean;
  published: Date[];
  states: IncidentState[];
  promised: (Date | null)[];
  automatic: boolean[];
  said_in: number[];
  postmortem_at: Date | null;
};

// What was merged into an incident is a part of it: readers were told there, and it was seen there.
const PARTS = `part AS (
  SELECT id AS root, id FROM incident WHERE public_at IS NOT NULL AND withdrawn_at IS NULL AND merged_into_id IS NULL AND started_at >= $1
  UNION ALL SELECT part.root, m.id FROM part JOIN incident m ON m.merged_into_id = part.id)`;
const SPOKEN = `WITH RECURSIVE ${PARTS}
SELECT i.public_id, i.title, i.origin, i.started_at, p.created_at, p.public_at, i.resolved_at, e.first_bad_at, e.confirmed_at,
  COALESCE(e.confirmed_at < LEAST(p.created_at, (SELECT since FROM automation_progress)), false) AS was_there,
  u.published, u.states, u.promised, u.automatic, u.said_in, u.postmortem_at
FROM incident i
JOIN (SELECT part.root, min(m.created_at) AS created_at, min(m.public_at) AS public_at FROM part JOIN incident m ON m.id = part.id GROUP BY part.root) p ON p.root = i.id
CROSS JOIN LATERAL (SELECT min(from_at) AS first_bad_at, min(confirmed_at) AS confirmed_at FROM episode WHERE incident_id = i.id AND removed_at IS NULL) e
CROSS JOIN LATERAL (SELECT array_agg(published_at ORDER BY published_at, id) AS published,
  array_agg(state ORDER BY published_at, id) AS states, array_agg(next_update_by ORDER BY published_at, id) AS promised,
  array_agg(author_kind = 'system' ORDER BY published_at, id) AS automatic, array_agg(incident_id ORDER BY published_at, id) AS said_in,
  min(published_at) FILTER (WHERE state = 'postmortem' AND published_at >= i.resolved_at) AS postmortem_at
  FROM incident_update WHERE incident_id IN (SELECT id FROM part WHERE part.root = i.id) AND 'public' = ANY(audience)) u
ORDER BY i.started_at DESC, i.id DESC LIMIT $2`;
/** So many are measured at most, the newest. */
export const INCIDENTS_MAX = 1_000;

/** What is measured of public incidents that began at `from` or later, newest first. */
export async function spokenIncidents(client: pg.ClientBase | pg.Pool, from: Instant): Promise<SpokenIncident[]> {
  const { rows } = await client.query<Row>({
    name: 'spoken-incidents',
    text: SPOKEN,
    values: [new Date(from), INCIDENTS_MAX],
  });
  return rows.map((row) => ({
    publicId: row.public_id,
    title: row.title,
    startedAt: row.started_at.getTime(),
    firstBadAt: row.first_bad_at?.getTime() ?? null,
    detectedAt:
      row.origin === 'backfill'
        ? null
        : Math.min(row.created_at.getTime(), row.confirmed_at?.getTime() ?? row.created_at.getTime()),
    wasThere: row.was_there,
    publicAt: row.public_at.getTime(),
    resolvedAt: row.resolved_at?.getTime() ?? null,
    postmortemAt: row.origin === 'backfill' ? null : (row.postmortem_at?.getTime() ?? null), // what was entered afterwards was not written then
    words: wordsOf(row),
  }));
}

/** Words by the incident that they were said in. */
function wordsOf({ published, states, promised, automatic, said_in }: Row): Word[][] {
  const words = (published ?? []).map((at, i) => ({
    saidIn: said_in[i] as number, // as many as there are words, and so of the others
    word: {
      state: states[i] as IncidentState,
      publishedAt: at.getTime(),
      nextUpdateBy: promised[i]?.getTime() ?? null,
      isAutomatic: automatic[i] === true,
    },
  }));
  return [...Map.groupBy(words, ({ saidIn }) => saidIn).values()].map((own) => own.map(({ word }) => word));
}
