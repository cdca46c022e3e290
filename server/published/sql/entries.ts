import type pg from 'pg';
import type { PublishingMode } from '#domain/site/publication';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import { AppError, assert } from '#server/errors';
import { type Entry, pack, unpack } from '#server/published/entry';

type Row = {
  key: string;
  version: string;
  build: string;
  mode: PublishingMode;
  dependencies: string[];
  status: number;
  generated_at: Date;
  stale_at: Date | null;
  headers: Record<string, string>;
  normal: Buffer;
  stale: Buffer | null;
};

function toEntry(row: Row): Entry {
  const [normal, stale] = [unpack(row.normal), row.stale && unpack(row.stale)];
  assert(normal, 'the publisher stores whole entries');
  return {
    key: row.key,
    version: Number(row.version),
    build: row.build,
    mode: row.mode,
    dependencies: row.dependencies,
    status: row.status,
    generatedAt: row.generated_at.getTime(),
    staleAt: row.stale_at?.getTime() ?? null,
    headers: row.headers,
    normal,
    stale,
  };
}

/** Returns the entries that are newer than a version, the oldest first. */
export async function entriesAfter(client: Pick<pg.Pool, 'query'>, version: number, limit: number): Promise<Entry[]> {
  const { rows } = await client.query<Row>({
    name: 'entries-after',
    text: 'SELECT * FROM published_entry WHERE version > $1 ORDER BY version LIMIT $2',
    values: [version, limit],
  });
  return rows.map(toEntry);
}

/** Returns the keys of all published entries, and the greatest version. */
export async function publishedKeys(client: Pick<pg.Pool, 'query'>): Promise<{ keys: Set<string>; version: number }> {
  const { rows } = await client.query<{ key: string; version: string }>('SELECT key, version FROM published_entry');
  return {
    keys: new Set(rows.map(({ key }) => key)),
    version: rows.reduce((greatest, { version }) => Math.max(greatest, Number(version)), 0),
  };
}

const STORE = `INSERT INTO published_entry
  (key, version, build, mode, dependencies, status, generated_at, stale_at, headers, normal, stale)
VALUES ($1, nextval('published_version'), $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (key) DO UPDATE SET version = EXCLUDED.version, build = EXCLUDED.build, mode = EXCLUDED.mode,
  dependencies = EXCLUDED.dependencies, outdated_at = NULL, status = EXCLUDED.status,
  generated_at = EXCLUDED.generated_at, stale_at = EXCLUDED.stale_at, headers = EXCLUDED.headers,
  normal = EXCLUDED.normal, stale = EXCLUDED.stale`;

const at = (instant: Instant | null) => instant && new Date(instant);

/** Stores an entry under the next version. */
export async function storeEntry(client: pg.ClientBase, entry: Omit<Entry, 'version'>): Promise<void> {
  const { key, build, mode, dependencies, status, generatedAt, staleAt, headers, normal, stale } = entry;
  await client.query({
    name: 'store-entry',
    text: STORE,
    values: [
      key,
      build,
      mode,
      dependencies,
      status,
      at(generatedAt),
      at(staleAt),
      headers,
      pack(normal),
      stale && pack(stale),
    ],
  });
}

/** Hints to all processes, at the end of the transaction, that entries were stored. */
export async function notifyPublished(client: pg.ClientBase): Promise<void> {
  await client.query(`SELECT pg_notify('site_published', '')`);
}

/** The order in which outdated entries are rendered: texts of one incident first, after an upgrade also what has a form of the earlier build. */
const URGENCY = { incident: 1, change: 2, build: 3 } as const;

const OUTDATE = `UPDATE published_entry SET outdated_at = COALESCE(outdated_at, clock_timestamp()),
  urgency = LEAST(CASE WHEN outdated_at IS NOT NULL THEN urgency END,
    CASE WHEN dependencies && $2 THEN ${URGENCY.incident} ELSE ${URGENCY.change} END)
WHERE dependencies && $1`;

/** Marks the entries that the unpublished changes make untrue, and forgets the changes. */
export async function takeChanges(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ dependency: string }>('DELETE FROM site_change RETURNING dependency');
  const changed = [...new Set(rows.map(({ dependency }) => dependency))];
  const incidents = changed.filter((dependency) => dependency.startsWith('incident:'));
  if (changed.length > 0) await client.query(OUTDATE, [changed, incidents]);
}

/** Marks the entries of other builds, but for assets, which pages of their build name. */
export async function outdateOtherBuilds(client: Pick<pg.ClientBase, 'query'>, build: string): Promise<void> {
  await client.query(
    `UPDATE published_entry SET outdated_at = clock_timestamp(),
      urgency = CASE WHEN key LIKE '/subscribe%' THEN ${URGENCY.incident} ELSE ${URGENCY.build} END
    WHERE build <> $1 AND outdated_at IS NULL AND mode <> 'asset'`,
    [build],
  );
}

/** Returns which of these keys are published. */
export async function knownKeys(client: Pick<pg.Pool, 'query'>, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ key: string }>(
    'SELECT key FROM published_entry WHERE key = ANY($1) AND status = 200',
    [keys],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Returns up to `limit` keys of entries that are untrue, live ones first, then the most urgent. */
export async function outdatedKeys(client: Pick<pg.Pool, 'query'>, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM published_entry WHERE outdated_at IS NOT NULL
    ORDER BY mode = 'live' DESC, urgency, outdated_at, key LIMIT $1`,
    [limit],
  );
  return rows.map(({ key }) => key);
}

/** Addresses that wait for the publisher. Anyone can ask for any address. */
const REQUESTS_MAX = 200;
const REQUEST = `WITH waiting AS (SELECT count(*) < ${REQUESTS_MAX} AS has_room FROM publish_request),
added AS (INSERT INTO publish_request (key) SELECT $1 FROM waiting WHERE has_room ON CONFLICT DO NOTHING RETURNING key),
hint AS (SELECT pg_notify('site_change', '') FROM added)
SELECT has_room, (SELECT count(*) FROM hint) AS hints FROM waiting`;

/** Asks the publisher for an address. Errors: overloaded if too many addresses wait for it. */
export async function requestEntry(client: Pick<pg.Pool, 'query'>, key: string): Promise<void> {
  const { rows } = await client.query<{ has_room: boolean }>(REQUEST, [key]);
  if (!rows[0]?.has_room)
    throw new AppError('overloaded', 'Too many pages are waiting to be published. Try again in a few seconds.');
}

/** Returns up to `limit` requested addresses. */
export async function requestedKeys(client: Pick<pg.ClientBase, 'query'>, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>('SELECT key FROM publish_request LIMIT $1', [limit]);
  return rows.map(({ key }) => key);
}

/** Deletes the requests for these addresses. */
export async function deleteRequests(client: pg.ClientBase, keys: readonly string[]): Promise<void> {
  await client.query('DELETE FROM publish_request WHERE key = ANY($1)', [keys]);
}

/** Deletes entries of addresses without a page, if they are older than `before`. */
export async function deleteAbsent(client: pg.ClientBase, before: Instant): Promise<void> {
  await client.query('DELETE FROM published_entry WHERE status <> 200 AND generated_at < $1', [new Date(before)]);
}

/** Old bytes, in caches and open pages, find their style sheet for this long after an upgrade. */
const ASSET_MS = 14 * DAY_MS;

/** Notes that the assets of this build are in use, at least once per day, and deletes those that have not been for 14 days. */
export async function renewAssets(client: pg.ClientBase, build: string, now: Instant): Promise<void> {
  await client.query(
    `UPDATE published_entry SET generated_at = $2 WHERE mode = 'asset' AND build = $1 AND generated_at < $3`,
    [build, new Date(now), new Date(now - DAY_MS)],
  );
  await client.query(`DELETE FROM published_entry WHERE mode = 'asset' AND build <> $1 AND generated_at < $2`, [
    build,
    new Date(now - ASSET_MS),
  ]);
}

/** Entries that are not live, beyond which the oldest are deleted. Anyone can ask for any month of any component. */
const ENTRIES_MAX = 40_000;

/** Deletes the oldest entries beyond the limit. They are published again when they are read. */
export async function trimEntries(client: pg.ClientBase): Promise<void> {
  await client.query(
    `DELETE FROM published_entry WHERE key IN (
      SELECT key FROM published_entry WHERE mode IN ('current', 'fixed') ORDER BY generated_at DESC OFFSET ${ENTRIES_MAX})`,
  );
}
