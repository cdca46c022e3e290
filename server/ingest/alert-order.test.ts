import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { startProbes, T0 } from '#server/test/probes';
import { anAlert } from '#server/test/received-alerts';

const world = testWorld(T0, AS_IN_PRODUCTION);
let probes: Awaited<ReturnType<typeof startProbes>>;
beforeAll(async () => {
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());

const notify = (source: string, instance: string) =>
  probes.notify(source, { alerts: [anAlert({ startsAt: T0, labels: { instance } })] });
const waiting = async () =>
  (
    await world.ctx.web.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
  ).rows[0]?.n;

test('a source with waiting notifications does not delay another source', async () => {
  for (const source of ['one', 'other']) expect((await notify(source, 'first')).status).toBe(202);
  const holder = new pg.Client({ connectionString: world.url });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query("SELECT 1 FROM source WHERE name = 'one' FOR UPDATE");
  const held = [notify('one', 'second'), notify('one', 'third')];
  await expect.poll(waiting).toBe(1);
  expect((await notify('other', 'second')).body).toMatchObject({ accepted: 1 });
  expect(await waiting()).toBe(1);
  await holder.query('COMMIT');
  await holder.end();
  expect((await Promise.all(held)).map(({ body }) => body.accepted)).toEqual([1, 1]);
});
