import pg from 'pg';
import { expect, test } from 'vitest';
import { POOLS } from '#server/db/client';
import { LOCKS } from '#server/db/locks';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { QUEUES } from '#server/queues';
import { systemSummary } from '#server/site/summary';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY } from '#server/test/people';
import { withIncidentLock } from './incident-lock.ts';

const WRITERS = 10;
const world = testWorld(undefined, AS_IN_PRODUCTION);

/** Holds the incident lock during `work`, as another process would. */
async function withLockHeld<T>(work: (isWaitedFor: () => Promise<number>) => Promise<T>): Promise<T> {
  const other = new pg.Client({ connectionString: world.url });
  await other.connect();
  try {
    await other.query(`SELECT pg_advisory_lock(${LOCKS.incidents})`);
    return await work(async () => {
      for (;;) {
        const { rows } =
          await other.query(`SELECT count(*)::int AS n FROM pg_locks JOIN pg_database d ON d.oid = database
          WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`);
        if (rows[0].n > 0) return rows[0].n;
      }
    });
  } finally {
    await other.end();
  }
}

test('writers queue without a connection: all finish, one resolves, and readers get answers', async () => {
  const ctx = as(world.ctx, CORY);
  const affected = [{ component: 'serving', status: 'partial_outage' }] as const;
  const incidents = [];
  for (let n = 0; n < WRITERS; n++)
    incidents.push((await anIncident(world, n === 0 ? { affected: [...affected] } : {})).incident);
  const [resolved, ...others] = incidents as [string, ...string[]];
  const writing = await withLockHeld(async (isWaitedFor) => {
    const all = [
      ...others.map((incident) => postUpdate(ctx, { incident, body: 'We are looking into it.', state: 'identified' })),
      resolveIncident(ctx, { incident: resolved, body: 'Serving works again.' }),
    ];
    expect(await isWaitedFor()).toBe(1);
    const readers = await Promise.all(Array.from({ length: POOLS.web.max }, () => systemSummary(ctx)));
    expect(readers.map(({ openIncidents }) => openIncidents.length)).toEqual(readers.map(() => WRITERS));
    const taken = ctx.staff.totalCount - ctx.staff.idleCount;
    expect([taken, ctx.staff.waitingCount, ctx.web.waitingCount]).toEqual([1, 0, 0]);
    return all;
  });
  const states = (await Promise.all(writing)).map(({ state }) => state);
  expect(states).toEqual([...others.map(() => 'identified'), 'resolved']);
  expect([ctx.staff.waitingCount, ctx.staff.totalCount]).toEqual([0, ctx.staff.idleCount]);
});

test('writers beyond the queue limit are refused with advice, and write nothing', async () => {
  const ctx = as(world.ctx, CORY);
  const { incident } = await anIncident(world);
  const end = Promise.withResolvers<void>();
  const holder = withIncidentLock(ctx, () => end.promise);
  const waiting = Array.from({ length: QUEUES.incidentChanges.waitingMax }, (_, n) =>
    withIncidentLock(ctx, async () => n),
  );
  await expect(postUpdate(ctx, { incident, body: 'One too many.', state: 'identified' })).rejects.toMatchObject({
    code: 'overloaded',
  });
  end.resolve();
  await holder;
  expect(await Promise.all(waiting)).toHaveLength(QUEUES.incidentChanges.waitingMax);
  expect(await ctx.prisma.incidentUpdate.count({ where: { body: 'One too many.' } })).toBe(0);
});
