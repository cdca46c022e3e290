import type pg from 'pg';
import type { SubscriberChannel, SubscriberState } from '#domain/subscription/subscription';

type ListedState = 'active' | 'failing' | 'suppressed' | 'unconfirmed';
type FilteredState = ListedState | 'ended';
export type SubscriberFilter = {
  channel?: SubscriberChannel | undefined;
  /** `ended`: those whose address is still stored. By default ended ones are left out. */
  state?: FilteredState | undefined;
  component?: string | undefined;
  q?: string | undefined;
};
export type SubscriberRow = {
  id: string;
  channel: SubscriberChannel;
  address: string;
  owner_email: string | null;
  state: SubscriberState;
  state_reason: string | null;
  state_at: Date;
  failing_since: Date | null;
  incident: string | null;
  components: string[];
  minimum_impact: number;
  kinds: string[];
  language: string;
  time_zone: string | null;
  format: string;
  created_at: Date;
  confirmed_at: Date | null;
  last_delivery_at: Date | null;
};

/** The state that the list shows. Those whose endpoint fails are not active, because nothing reaches them now. */
const SHOWN_STATE = `CASE WHEN s.state IN ('quarantined', 'disabled') OR (s.state = 'active' AND s.failing_since IS NOT NULL) THEN 'failing'
  ELSE s.state END`;
const WHERE = `(s.state <> 'ended' OR $2 = 'ended' AND s.address IS NOT NULL) AND ($1::text IS NULL OR s.channel = $1) AND ($2::text IS NULL OR ${SHOWN_STATE} = $2)
  AND ($3::text IS NULL OR s.has_all_components OR EXISTS (SELECT 1 FROM subscriber_component sc
    JOIN component c ON c.id = sc.component_id WHERE sc.subscriber_id = s.id AND c.slug = $3))
  AND ($4::text IS NULL OR strpos(lower(s.address), lower($4)) > 0 OR strpos(s.owner_email, lower($4)) > 0)`;

const valuesOf = ({ channel, state, component, q }: SubscriberFilter) => [
  channel ?? null,
  state ?? null,
  component ?? null,
  q === undefined || q === '' ? null : q,
];

// Failing ones first, because staff have to do something about them. Of the last deliveries only those of the listed rows are read.
const LIST = `SELECT s.public_id AS id, s.channel, s.address, s.owner_email, s.state, s.state_reason, s.state_at, s.failing_since,
  i.public_id AS incident, s.minimum_impact, s.kinds, s.language, s.time_zone, s.format, s.created_at, s.confirmed_at,
  ARRAY(SELECT c.slug FROM subscriber_component sc JOIN component c ON c.id = sc.component_id WHERE sc.subscriber_id = s.id
    ORDER BY c.position, c.id) AS components,
  (SELECT d.settled_at FROM delivery d WHERE d.subscriber_id = s.id AND d.state = 'sent' AND d.event_id IS NOT NULL
    ORDER BY d.id DESC LIMIT 1) AS last_delivery_at
FROM (SELECT * FROM subscriber s WHERE ${WHERE} ORDER BY ${SHOWN_STATE} <> 'failing', s.id LIMIT $5 OFFSET $6) s
LEFT JOIN incident i ON i.id = s.incident_id ORDER BY ${SHOWN_STATE} <> 'failing', s.id`;

/** Lists subscribers, the failing ones first. */
export async function subscriberRows(
  pool: pg.Pool,
  filter: SubscriberFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<SubscriberRow[]> {
  const { rows } = await pool.query<SubscriberRow>({
    name: 'list-subscribers',
    text: LIST,
    values: [...valuesOf(filter), limit, offset],
  });
  return rows;
}

// Exports follow the ids, so that a change between two pieces neither repeats nor skips a row.
const EXPORT = `SELECT s.id AS key, s.channel, s.address, s.owner_email, s.state, s.minimum_impact, s.kinds, s.language, s.time_zone,
  ARRAY(SELECT c.slug FROM subscriber_component sc JOIN component c ON c.id = sc.component_id WHERE sc.subscriber_id = s.id
    ORDER BY c.position, c.id) AS components
FROM subscriber s WHERE ${WHERE} AND s.incident_id IS NULL AND s.id > $5 ORDER BY s.id LIMIT $6`;
export type ExportedRow = Pick<
  SubscriberRow,
  'channel' | 'address' | 'owner_email' | 'state' | 'minimum_impact' | 'kinds' | 'language' | 'time_zone' | 'components'
> & { key: number };

/** Reads the next subscribers after `key` for an export, without those of a single incident. */
export async function exportedRows(
  pool: pg.Pool,
  filter: SubscriberFilter,
  { after, limit }: { after: number; limit: number },
): Promise<ExportedRow[]> {
  const { rows } = await pool.query<ExportedRow>({
    name: 'export-subscribers',
    text: EXPORT,
    values: [...valuesOf(filter), after, limit],
  });
  return rows;
}

export type SubscriberCounts = {
  channels: Record<SubscriberChannel, number>;
  states: Record<ListedState, number>;
  found: number;
};

const COUNTS = `SELECT count(*) FILTER (WHERE s.channel = 'email' AND s.state <> 'unconfirmed')::int AS email,
  count(*) FILTER (WHERE s.channel = 'webhook' AND s.state <> 'unconfirmed')::int AS webhook,
  count(*) FILTER (WHERE ${SHOWN_STATE} = 'active')::int AS active, count(*) FILTER (WHERE ${SHOWN_STATE} = 'failing')::int AS failing,
  count(*) FILTER (WHERE s.state = 'suppressed')::int AS suppressed, count(*) FILTER (WHERE s.state = 'unconfirmed')::int AS unconfirmed,
  (SELECT count(*)::int FROM subscriber s WHERE ${WHERE}) AS found
FROM subscriber s WHERE s.state <> 'ended'`;

/** Counts confirmed subscribers by channel, all by state, and those that the filter finds. */
export async function countSubscribers(pool: pg.Pool, filter: SubscriberFilter): Promise<SubscriberCounts> {
  const { rows } = await pool.query<Record<SubscriberChannel | ListedState | 'found', number>>({
    name: 'count-subscribers',
    text: COUNTS,
    values: valuesOf(filter),
  });
  const [{ email, webhook, found, active, failing, suppressed, unconfirmed }] = rows as [(typeof rows)[0]]; // an aggregate has one row
  return { channels: { email, webhook }, states: { active, failing, suppressed, unconfirmed }, found };
}

const BY_COMPONENT = `SELECT c.slug, c.name, (count(s.id) + (SELECT count(*) FROM subscriber a
  WHERE a.has_all_components AND a.state NOT IN ('unconfirmed', 'ended')))::int AS count
FROM component c LEFT JOIN (subscriber_component sc JOIN subscriber s ON s.id = sc.subscriber_id AND s.state NOT IN ('unconfirmed', 'ended'))
  ON sc.component_id = c.id
WHERE c.archived_at IS NULL GROUP BY c.id ORDER BY c.position, c.id`;
type ComponentCount = { slug: string; name: string; count: number };

/** Counts the confirmed subscribers of each component, with those of all components. */
export async function countByComponent(pool: pg.Pool): Promise<ComponentCount[]> {
  const { rows } = await pool.query<ComponentCount>({ name: 'subscribers-by-component', text: BY_COMPONENT });
  return rows;
}
