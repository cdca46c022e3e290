import { expect, test } from 'vitest';
import type { Context } from '#server/context';
import { communicationRecord } from '#server/incidents/reads/communication-record';
import { feedIncidents } from '#server/incidents/reads/feed-incidents';
import { incidentHistory } from '#server/incidents/reads/incident-history';
import { incidentView } from '#server/incidents/reads/incident-view';
import { incidentsOfDay } from '#server/incidents/reads/incidents-of-day';
import { listPublicIncidents } from '#server/incidents/reads/list-public-incidents';
import { recentIncidents } from '#server/incidents/reads/recent-incidents';
import { searchIncidents } from '#server/incidents/reads/search-incidents';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { componentDetail } from '#server/sla/component-detail';
import { uptimeRecord } from '#server/sla/uptime-record';
import { countStatements } from '#server/test/count-statements';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, ED } from '#server/test/people';
import { figuresState } from './figures-state.ts';
import { systemSummary } from './summary.ts';

const world = testWorld();
const MINUTE = 60_000;
const iso = (t: number) => new Date(t).toISOString();

async function plant(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const startedAt = world.clock.now() - (2 + i) * 90 * MINUTE;
    const affected = [{ component: 'serving', status: 'partial_outage' as const }];
    const updates = [
      { state: 'investigating' as const, body: 'Slow answers.', occurredAt: iso(startedAt), affected },
      { state: 'resolved' as const, body: 'Fixed.', occurredAt: iso(startedAt + MINUTE) },
    ];
    await backfillIncident(as(world.ctx, ED), { title: `Slow answers ${i}`, startedAt: iso(startedAt), updates });
    if (i % 5 === 0) await anIncident(world);
  }
}

async function firstIncident(isOpen: boolean): Promise<string> {
  const { publicId } = await world.ctx.prisma.incident.findFirstOrThrow({ where: { isOpen }, orderBy: { id: 'asc' } });
  return publicId;
}

/** What each public page, feed and answer reads. */
const READS: Record<string, (ctx: Context) => Promise<unknown>> = {
  'the status page, its badges and /api/v2': systemSummary,
  'recent incidents': recentIncidents,
  'the end of the figures': figuresState,
  'the history': (ctx) => incidentHistory(ctx, {}),
  'a day': (ctx) => incidentsOfDay(ctx, { day: '2022-03-30' }),
  'a search': (ctx) => searchIncidents(ctx, { text: 'slow' }),
  feeds: feedIncidents,
  '/api/v1/incidents': (ctx) => listPublicIncidents(ctx, { perPage: 100 }),
  'an open incident': async (ctx) => incidentView(ctx, await firstIncident(true)),
  'a resolved incident': async (ctx) => incidentView(ctx, await firstIncident(false)),
  'a component': (ctx) => componentDetail(ctx, 'serving'),
  uptime: async (ctx) => [await uptimeRecord(ctx), await communicationRecord(ctx)],
};

async function statementsOfEach(): Promise<[string, number][]> {
  const counts: [string, number][] = [];
  for (const [name, read] of Object.entries(READS))
    counts.push([name, (await countStatements(world.ctx, read)).statements]);
  return counts;
}

test('every public page and feed uses as many statements with 200 incidents as with 10', async () => {
  await plant(10);
  const few = await statementsOfEach();
  await plant(190);
  expect(await statementsOfEach()).toEqual(few);
  for (const [name, statements] of few) expect([name, statements > 0]).toEqual([name, true]);
});
