import type pg from 'pg';
import type { ActionItemState } from '#domain/postmortem/action-item';
import type { CheckedFigure, FrozenVersion } from '#domain/postmortem/published-version';
import type { Day } from '#domain/time/day';

/** The version of a post-mortem that readers see. */
export type PublicRow = {
  id: number;
  public_id: string;
  title: string;
  published_at: Date;
  published_version: number;
  changed_at: Date;
  frozen: FrozenVersion;
};

/** A published post-mortem in a list. `cause`: the whole section as plain text. */
export type ListedRow = Pick<PublicRow, 'id' | 'public_id' | 'title' | 'published_at'> & {
  cause: string | null;
  reading_minutes: number;
  figures: Pick<CheckedFigure, 'verdict' | 'reason'>[];
};

export type VersionRow = { number: number; title: string; published_at: Date; change_note: string | null };
export type PairRow = { postmortem_id: number; incident_id: number };
export type ItemRow = {
  id: number;
  postmortem_id: number;
  public_id: string;
  action: string;
  owner: string;
  due_on: Day;
  moved_to: Day | null;
  state: ActionItemState;
  evidence_url: string | null;
  done_on: Day | null;
};
export type ChangeRow = {
  item_id: number;
  from_due: Day;
  to_due: Day;
  from_state: ActionItemState;
  to_state: ActionItemState;
  reason: string | null;
  changed_at: Date;
};

/** Post-mortems in a list, the newest first. */
const LISTED_MAX = 500;

const ONE = 'SELECT * FROM public_postmortem WHERE public_id = $1';
const LIST = `SELECT p.id, p.public_id, p.title, p.published_at,
  jsonb_path_query_first(p.frozen, '$.sections[*] ? (@.key == "cause").text') #>> '{}' AS cause,
  (p.frozen ->> 'readingMinutes')::int AS reading_minutes,
  ARRAY(SELECT jsonb_build_object('verdict', f -> 'verdict', 'reason', f -> 'reason')
    FROM jsonb_array_elements(p.frozen -> 'check' -> 'figures') f) AS figures
FROM public_postmortem p ORDER BY p.published_at DESC, p.id DESC LIMIT ${LISTED_MAX}`;
const VERSIONS = `SELECT number, title, published_at, change_note FROM public_postmortem_version
WHERE postmortem_id = $1 ORDER BY number DESC`;
const VERSION =
  'SELECT title, published_at, frozen FROM public_postmortem_version WHERE postmortem_id = $1 AND number = $2';
const PAIRS = `SELECT n.postmortem_id, n.incident_id FROM postmortem_incident n JOIN public_incident i ON i.id = n.incident_id
WHERE n.postmortem_id = ANY ($1) ORDER BY i.started_at, i.id`;
const ITEM = `id, postmortem_id, public_id, action, owner, due_on::text, moved_to::text, state, evidence_url, done_on::text`;
const ITEMS = `SELECT ${ITEM} FROM public_action_item WHERE postmortem_id = ANY ($1) ORDER BY position, id`;
const CHANGES = `SELECT item_id, from_due::text, to_due::text, from_state, to_state, reason, changed_at FROM public_action_item_change
WHERE item_id = ANY ($1) ORDER BY id DESC`;

export async function publicPostmortemRow(client: pg.ClientBase, publicId: string): Promise<PublicRow | null> {
  return (await client.query<PublicRow>({ name: 'public-postmortem', text: ONE, values: [publicId] })).rows[0] ?? null;
}

export async function listedPostmortems(client: pg.ClientBase): Promise<ListedRow[]> {
  return (await client.query<ListedRow>({ name: 'listed-postmortems', text: LIST })).rows;
}

export async function publishedVersions(client: pg.ClientBase, postmortemId: number): Promise<VersionRow[]> {
  return (await client.query<VersionRow>({ name: 'postmortem-versions', text: VERSIONS, values: [postmortemId] })).rows;
}

/** Returns a published version, or null. */
export async function publishedVersion(
  client: pg.ClientBase,
  postmortemId: number,
  number: number,
): Promise<Pick<PublicRow, 'title' | 'published_at' | 'frozen'> | null> {
  const values = [postmortemId, number];
  const { rows } = await client.query<PublicRow>({ name: 'postmortem-version', text: VERSION, values });
  return rows[0] ?? null;
}

/** Returns the public incidents of post-mortems, by their ids, in order of time. */
export async function incidentsOfPostmortems(client: pg.ClientBase, ids: readonly number[]): Promise<PairRow[]> {
  return (await client.query<PairRow>({ name: 'postmortem-incidents', text: PAIRS, values: [ids] })).rows;
}

export async function actionItemRows(client: pg.ClientBase, postmortemIds: readonly number[]): Promise<ItemRow[]> {
  return (await client.query<ItemRow>({ name: 'action-items', text: ITEMS, values: [postmortemIds] })).rows;
}

/** Returns what readers may see of the changes of items, newest first. */
export async function actionItemChanges(client: pg.ClientBase, itemIds: readonly number[]): Promise<ChangeRow[]> {
  return (await client.query<ChangeRow>({ name: 'action-item-changes', text: CHANGES, values: [itemIds] })).rows;
}
