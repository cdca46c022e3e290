import type pg from 'pg';
import type { CommunicationFacts } from '#domain/incident/communication';
import type { IncidentState } from '#domain/incident/incident';
import type { AnnouncingUpdate } from '#domain/incident/next-update';
import type { Instant } from '#domain/time/interval';

export type MeasuredIncident = CommunicationFacts & { publicId: string; title: string; firstBadAt: Instant | null };

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
  predates_automation: boolean;
  published: Date[];
  states: IncidentState[];
  announced: (Date | null)[];
  automatic: boolean[];
  published_in: number[];
  postmortem_at: Date | null;
  recipients: number;
  sent: number;
  sent_ms: number | null;
};

// Merged incidents are parts of an incident: their updates and episodes count for it.
const PARTS = `part AS (
  SELECT id AS root, id FROM public_incident WHERE withdrawn_at IS NULL AND merged_into IS NULL AND started_at >= $1
  UNION ALL SELECT part.root, m.id FROM part JOIN incident m ON m.merged_into_id = part.id)`;
const MEASURED = `WITH RECURSIVE ${PARTS}
SELECT i.public_id, i.title, i.origin, i.started_at, p.created_at, p.public_at, i.resolved_at, e.first_bad_at, e.confirmed_at,
  COALESCE(e.confirmed_at < LEAST(p.created_at, (SELECT since FROM automation_progress)), false) AS predates_automation,
  u.published, u.states, u.announced, u.automatic, u.published_in, u.postmortem_at, COALESCE(n.recipients, 0) AS recipients, COALESCE(n.sent, 0) AS sent, n.sent_ms
FROM incident i
JOIN (SELECT part.root, min(m.created_at) AS created_at, min(m.public_at) AS public_at FROM part JOIN incident m ON m.id = part.id GROUP BY part.root) p ON p.root = i.id
LEFT JOIN (SELECT part.root, sum(e.delivery_count)::int AS recipients, sum(e.sent_count)::int AS sent,
  (extract(epoch FROM max(e.last_sent_at - e.created_at)) * 1000)::float8 AS sent_ms
  FROM part JOIN event e ON e.incident_id = part.id AND e.delivery_count > 0 GROUP BY part.root) n ON n.root = i.id
CROSS JOIN LATERAL (SELECT min(from_at) AS first_bad_at, min(confirmed_at) AS confirmed_at FROM episode WHERE incident_id = i.id AND removed_at IS NULL) e
CROSS JOIN LATERAL (SELECT array_agg(published_at ORDER BY published_at, id) AS published,
  array_agg(state ORDER BY published_at, id) AS states, array_agg(next_update_by ORDER BY published_at, id) AS announced,
  array_agg(is_automatic ORDER BY published_at, id) AS automatic, array_agg(incident_id ORDER BY published_at, id) AS published_in,
  min(published_at) FILTER (WHERE state = 'postmortem' AND published_at >= i.resolved_at) AS postmortem_at
  FROM public_update WHERE incident_id IN (SELECT id FROM part WHERE part.root = i.id)) u
WHERE $3::text IS NULL OR i.public_id = $3
ORDER BY i.started_at DESC, i.id DESC LIMIT $2`;
/** Only the newest incidents are measured, up to this number. */
export const INCIDENTS_MAX = 1_000;

/** Reads the facts about communication of public incidents that started at `from` or later, newest first. `publicId`: only of this one. */
export async function measuredIncidents(
  client: pg.ClientBase | pg.Pool,
  from: Instant,
  publicId: string | null = null,
): Promise<MeasuredIncident[]> {
  const { rows } = await client.query<Row>({
    name: 'measured-incidents',
    text: MEASURED,
    values: [new Date(from), INCIDENTS_MAX, publicId],
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
    predatesAutomation: row.predates_automation,
    publicAt: row.public_at.getTime(),
    resolvedAt: row.resolved_at?.getTime() ?? null,
    postmortemAt: row.origin === 'backfill' ? null : (row.postmortem_at?.getTime() ?? null), // a backfilled post-mortem was not written at that time
    notified: { recipients: row.recipients, sent: row.sent, ms: row.sent_ms },
    updates: updatesOf(row),
  }));
}

/** Groups updates by the incident that published them. */
function updatesOf({ published, states, announced, automatic, published_in }: Row): AnnouncingUpdate[][] {
  const updates = (published ?? []).map((at, i) => ({
    publishedIn: published_in[i] as number, // the arrays have one element per update
    update: {
      state: states[i] as IncidentState,
      publishedAt: at.getTime(),
      nextUpdateBy: announced[i]?.getTime() ?? null,
      isAutomatic: automatic[i] === true,
    },
  }));
  return [...Map.groupBy(updates, ({ publishedIn }) => publishedIn).values()].map((own) =>
    own.map(({ update }) => update),
  );
}
