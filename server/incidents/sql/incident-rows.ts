import type pg from 'pg';
import type { IncidentState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';

/** Which incidents are read: all open ones, those of a feed (the latest change first), one by its id, or a page of a query, newest first. */
export type IncidentChoice =
  | { kind: 'open' }
  | { kind: 'feed' }
  | { kind: 'one'; publicId: string }
  | {
      kind: 'page';
      limit: number;
      offset: number;
      state?: 'open' | 'closed' | undefined;
      component?: string | undefined;
      from?: Instant | undefined;
      to?: Instant | undefined;
    };

/** For whom incidents are read: readers get public ones; a preview also those that are not public yet, without anything that readers would not see. */
export type IncidentAudience = 'readers' | 'preview';

/** Columns of the views public_incident and incident_for_readers. Only a preview reads rows that are not public. */
export type IncidentRow = {
  id: number;
  public_id: string;
  title: string;
  origin: string;
  state: IncidentState;
  started_at: Date;
  created_at: Date;
  public_at: Date | null;
  updated_at: Date | null;
  monitoring_at: Date | null;
  resolved_at: Date | null;
  withdrawn_at: Date | null;
  merged_into: string | null;
  merged_into_title: string | null;
  /** Public id of its published post-mortem. */
  postmortem: string | null;
  postmortem_promised_on: string | null;
};

const VIEW = { readers: 'public_incident', preview: 'incident_for_readers' } satisfies Record<IncidentAudience, string>;
const NEWEST_FIRST = 'ORDER BY started_at DESC, id DESC';
const LAST_CHANGED_FIRST = 'ORDER BY updated_at DESC, id DESC'; // as in the index incident_public_change

/** Open incidents on a page. */
const OPEN_MAX = 100;
/** As many as Statuspage lists. Open incidents are listed beyond this limit, up to OPEN_MAX. */
const FEED_LATEST = 50;

const OPEN = `WHERE is_open ${NEWEST_FIRST} LIMIT ${OPEN_MAX}`;
const FEED = `WHERE id IN (
  (SELECT id FROM public_incident ${LAST_CHANGED_FIRST} LIMIT ${FEED_LATEST})
  UNION (SELECT id FROM public_incident WHERE is_open ${LAST_CHANGED_FIRST} LIMIT ${OPEN_MAX})
) ${LAST_CHANGED_FIRST}`;
const PAGE = `WHERE ($1::text IS NULL OR ($1 = 'open') = is_open)
  AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM public_incident_component n JOIN component c ON c.id = n.component_id WHERE n.incident_id = i.id AND c.slug = $2))
  AND ($3::timestamptz IS NULL OR started_at >= $3) AND ($4::timestamptz IS NULL OR started_at < $4) ${NEWEST_FIRST} LIMIT $5 OFFSET $6`;

export async function incidentRows(
  client: pg.ClientBase,
  choice: IncidentChoice,
  audience: IncidentAudience,
): Promise<IncidentRow[]> {
  const { where, values } = queryOf(choice);
  const text = `SELECT * FROM ${VIEW[audience]} i ${where}`;
  return (await client.query<IncidentRow>({ name: `${choice.kind}-for-${audience}`, text, values })).rows;
}

function queryOf(choice: IncidentChoice): { where: string; values: unknown[] } {
  if (choice.kind === 'open') return { where: OPEN, values: [] };
  if (choice.kind === 'feed') return { where: FEED, values: [] };
  if (choice.kind === 'one') return { where: 'WHERE public_id = $1', values: [choice.publicId] };
  const { state = null, component = null, from, to, limit, offset } = choice;
  return { where: PAGE, values: [state, component, dateOf(from), dateOf(to), limit, offset] };
}

function dateOf(t: Instant | undefined): Date | null {
  return t === undefined ? null : new Date(t);
}
