import { describe, expect, test } from 'vitest';
import { dayOf } from '#domain/time/calendar';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import { BY_KEY, dayRanges, isWithin } from '#server/ingest/sql/day-ranges';
import { ensureDay, partitionDays, rotatePartitions } from '#server/ingest/sql/partitions';
import { systemSummary } from '#server/site/summary';
import { countStatements } from '#server/test/count-statements';
import { testWorld } from '#server/test/database';
import { POOLS } from './client.ts';
import { migrate } from './migrate.ts';

const NOW = Date.parse('2022-03-30T12:00:00Z');
const DAY_MS = 86_400_000;
const world = testWorld(NOW);

describe('the schema', () => {
  test('every foreign key has an index that starts with its columns', async () => {
    const { rows } =
      await world.ctx.web.query(`SELECT c.conrelid::regclass AS "table", c.conkey, (SELECT count(*)::int FROM pg_index i
      WHERE i.indrelid = c.conrelid AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey) AS indexes FROM pg_constraint c WHERE c.contype = 'f'`);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((row) => row.indexes === 0)).toEqual([]);
  });

  test('no instant is stored without a time zone', async () => {
    const { rows } = await world.ctx.web.query(
      "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'",
    );
    expect(rows).toEqual([]);
  });

  test('two intervals of a component cannot overlap, adjacent ones can', async () => {
    const insert = (from: string, to: string | null) =>
      world.ctx.web.query("INSERT INTO status_interval VALUES (1, $1, $2, 'operational')", [from, to]);
    await insert('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z');
    await insert('2020-01-02T00:00:00Z', null);
    await expect(insert('2020-01-01T12:00:00Z', '2020-01-01T13:00:00Z')).rejects.toMatchObject({ code: '23P01' });
    await expect(insert('2021-01-01T00:00:00Z', '2021-01-02T00:00:00Z')).rejects.toMatchObject({ code: '23P01' });
    const found = (
      await intervalsOverlapping(
        world.ctx.web,
        [1],
        Date.parse('2020-01-01T06:00:00Z'),
        Date.parse('2020-01-02T00:00:00Z'),
      )
    ).get(1);
    expect(closed(found ?? [], NOW)).toEqual([
      { from: Date.parse('2020-01-01T00:00:00Z'), to: Date.parse('2020-01-02T00:00:00Z'), status: 'operational' },
    ]);
    await world.ctx.web.query('DELETE FROM status_interval');
  });

  test('applying the migrations again applies none; a database of a newer version is refused', async () => {
    expect(await migrate(world.ctx.web)).toEqual([]);
    await world.ctx.web.query(
      "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('x', 'y', now(), '29990101000000_future')",
    );
    await expect(migrate(world.ctx.web)).rejects.toThrow('29990101000000_future');
    await world.ctx.web.query("DELETE FROM _prisma_migrations WHERE id = 'x'");
  });

  test('an instant survives Prisma and plain SQL in a database whose time zone is Asia/Tokyo', async () => {
    const at = new Date('2022-03-27T01:30:00.123Z');
    const source = await world.ctx.prisma.source.create({ data: { name: 'zone', createdAt: at } });
    const { rows } = await world.ctx.web.query(
      'SELECT created_at, created_at::text AS text FROM source WHERE id = $1',
      [source.id],
    );
    expect([rows[0].created_at, rows[0].text, source.createdAt]).toEqual([at, '2022-03-27 01:30:00.123+00', at]);
    const zone = await world.ctx.prisma.$queryRaw<{ TimeZone: string }[]>`SHOW TimeZone`;
    expect(zone[0]?.TimeZone).toBe('UTC');
  });
});

describe('partitions', () => {
  test('are created ahead and dropped after 14 days, backfilled ones 7 days after they were written', async () => {
    const pool = world.ctx.worker;
    const days = async () => (await partitionDays(pool)).map((t) => (t - dayOf(NOW)) / DAY_MS);
    expect(await rotatePartitions(pool, NOW)).toEqual([]);
    const observe = (t: number) =>
      world.ctx.web.query('INSERT INTO probe VALUES ($1, 1, NULL, NULL, 2, 0)', [new Date(t)]);
    await observe(NOW);
    expect(await days()).toEqual([-1, 0, 1, 2, 3]);
    await ensureDay(pool, dayOf(NOW) - 100 * DAY_MS, NOW);
    await ensureDay(pool, dayOf(NOW) - 100 * DAY_MS, NOW);
    await rotatePartitions(pool, NOW + 7 * DAY_MS - 1);
    expect((await days())[0]).toBe(-100);
    expect(await rotatePartitions(pool, NOW + 14 * DAY_MS)).toEqual([]); // the newest probe is two weeks old: the clock may be wrong
    await observe(NOW + 14 * DAY_MS);
    expect(await rotatePartitions(pool, NOW + 14 * DAY_MS)).toEqual([dayOf(NOW) - 100 * DAY_MS, dayOf(NOW) - DAY_MS]);
    expect((await days())[0]).toBe(0);
  });
});

describe('the cost of the page', () => {
  test('is the same number of statements for 2 components as for 300, and no scan of a growing table', async () => {
    const count = () => countStatements(world.ctx, systemSummary);
    const few = await count();
    await world.ctx.web.query(
      "INSERT INTO component (public_id, slug, name, position, target_millionths, created_at) SELECT lpad(n::text, 12, 'a'), 'c' || n, 'C', 3, 999000, now() FROM generate_series(1, 298) n",
    );
    await world.ctx.web.query(
      "INSERT INTO policy_version (component_id, version, effective_from) SELECT id, 1, '1970-01-01Z' FROM component WHERE slug ~ '^c[0-9]'",
    );
    const many = await count();
    expect([few, many].map(({ result }) => result.components.length)).toEqual([2, 300]);
    expect(few.statements).toBeGreaterThan(3);
    expect(many.statements).toBe(few.statements);
    expect(await loadCurrentStates(world.ctx.web)).toBeInstanceOf(Map);
  });

  test('hot statements find their rows through an index', async () => {
    const client = await world.ctx.web.connect();
    await client.query('SET enable_seqscan = off'); // empty tables: only a statement that has no usable index still scans
    const plans = [
      'SELECT at, state FROM state_run WHERE series_id = 1 AND at <= now() ORDER BY at DESC LIMIT 1',
      'SELECT series_id, at, state FROM state_run WHERE at > now() AND at <= now()',
      'SELECT at, status FROM raw_status WHERE component_id = 1 AND at < now() ORDER BY at DESC LIMIT 1',
      'SELECT from_at FROM status_interval WHERE component_id = 1 AND from_at <= now() ORDER BY from_at DESC LIMIT 1',
      ...dayRanges(NOW, NOW).map(
        (range) => `SELECT observed_at FROM probe WHERE ${isWithin(range)} ORDER BY ${BY_KEY} LIMIT 9`,
      ),
      'UPDATE probe o SET health = 4 FROM unnest(ARRAY[now()]) i(at) WHERE o.observed_at = i.at AND day_ms(o.observed_at) = day_ms(i.at) AND o.series_id = 1',
      "SELECT id FROM token WHERE prefix = 'x'",
    ];
    for (const text of plans) {
      const { rows } = await client.query(`EXPLAIN ${text}`);
      expect([text, JSON.stringify(rows).includes('Seq Scan')]).toEqual([text, false]);
    }
    const twin = await client.query("EXPLAIN SELECT * FROM token WHERE name = 'x'");
    expect(JSON.stringify(twin.rows)).toContain('Seq Scan');
    client.release(true);
  });
});

test('every pool has a named limit for connecting, for statements and for connections', () => {
  for (const { max, statementTimeoutMs } of Object.values(POOLS))
    expect([max > 0, statementTimeoutMs > 0]).toEqual([true, true]);
  for (const pool of [world.ctx.web, world.ctx.ingest, world.ctx.worker])
    expect(pool.options).toMatchObject({
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      idle_in_transaction_session_timeout: 60_000,
    });
});
