import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { anIncident } from '#server/test/incidents';
import { type PagePlace, pagePlace, publishings, residentMiB, visible } from './page-place.ts';
import { serve } from './place.ts';
import { msOf, quantile, type Result, round } from './report.ts';

const INCIDENTS = Number(process.env.BENCH_INCIDENTS ?? 5_000);
/** Incidents per month of the history. */
const EVERY_HOURS = 2;
const MONTHS = Math.ceil((INCIDENTS * EVERY_HOURS) / 24 / 31);
const READERS = 24;
const LOOK_EVERY_MS = 50;
/** What all incidents may take. It is limited by rendering, on the same two cores as everything else. */
const FIRST_SECONDS_MAX = 300;

const PLANT = [
  `INSERT INTO incident (public_id, title, origin, state, moved_at, started_at, created_at, public_at, public_updated_at, resolved_at, updated_at)
   SELECT 'i' || lpad(n::text, 11, '0'), 'Slow answers ' || n, 'staff', 'resolved', at, at, at, at, at, at + interval '1 hour', at
   FROM generate_series(1, $1::int) AS n, LATERAL (SELECT now() - n * $2 * interval '1 hour') AS t(at)`,
  `INSERT INTO incident_update (public_id, incident_id, state, body, html, text, audience, notifies, author_kind, author_id, occurred_at, published_at)
   SELECT 'u' || step || lpad(id::text, 10, '0'), id, CASE step WHEN 0 THEN 'investigating' ELSE 'resolved' END, body, '<p>' || body || '</p>', body,
     '{public,internal}', false, 'system', 'bench', started_at + step * interval '1 hour', started_at + step * interval '1 hour'
   FROM incident, generate_series(0, 1) AS step, LATERAL (SELECT repeat('Part of Serving answers slowly. ', 6)) AS t(body)
   WHERE $1::int > 0 AND $2::int > 0`,
  `INSERT INTO incident_component (incident_id, component_id, status, is_open_automatic)
   SELECT i.id, c.id, 'degraded_performance', i.is_open_automatic FROM incident i, component c WHERE c.slug = 'serving' AND $1::int > 0 AND $2::int > 0`,
];
const LEFT = `SELECT (SELECT count(*) FROM site_change) + (SELECT count(*) FROM publish_request)
  + (SELECT count(*) FROM published_entry WHERE outdated_at IS NOT NULL) AS count`;

/** Stores resolved incidents, one each two hours into the past. In one transaction, because no page shows an incident without updates. */
async function plantIncidents(ctx: Context): Promise<void> {
  await transaction(ctx.worker, async (client) => {
    for (const statement of PLANT) await client.query(statement, [INCIDENTS, EVERY_HOURS]);
  });
  await ctx.worker.query('ANALYZE');
}

function addresses(now: number): string[] {
  const pages = Array.from({ length: INCIDENTS }, (_, i) => `/incidents/i${String(i + 1).padStart(11, '0')}`);
  const months = Array.from({ length: MONTHS }, (_, i) => {
    const month = new Date(now);
    month.setUTCDate(1);
    month.setUTCMonth(month.getUTCMonth() - i);
    return `/history?month=${month.toISOString().slice(0, 7)}`;
  });
  const lists = Array.from({ length: Math.ceil(MONTHS / 3) }, (_, i) => `/history?page=${i + 1}`);
  return [...months, ...lists, ...pages];
}

/** Reads each address once, several at a time. Returns the milliseconds of each, and the number of answers other than 200. */
async function readAll(url: string, paths: readonly string[]): Promise<{ times: number[]; errors: number }> {
  const left = paths.values();
  const times: number[] = [];
  let errors = 0;
  const read = async () => {
    for (const path of left) {
      const startedAt = performance.now();
      const response = await fetch(url + path);
      await response.arrayBuffer();
      if (response.status !== 200) errors += 1;
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return { times, errors };
}

async function untilPublished({ ctx }: PagePlace): Promise<void> {
  while (Number((await ctx.staff.query<{ count: string }>(LEFT)).rows[0]?.count) > 0) await wait(LOOK_EVERY_MS);
}

/** Publishes one incident, and returns how long its pages take. */
async function oneChange(place: PagePlace): Promise<Result> {
  const before = await publishings(place);
  const startedAt = performance.now();
  const { incident } = await anIncident(place, { title: 'The newest incident', separate: true });
  const homeMs = await visible(place.server.url, 'The newest incident');
  const historyMs = await msOf(() => visible(`${place.server.url}/history`, 'The newest incident'));
  await untilPublished(place);
  return {
    bench: `page, one change with ${INCIDENTS} published incidents`,
    value: homeMs,
    unit: 'ms until the home page shows it',
    budget: { max: 1_000 },
    yardsticks: [],
    details: {
      incident,
      historyMs: Math.round(homeMs + historyMs),
      allMs: Math.round(performance.now() - startedAt),
      published: (await publishings(place)) - before,
    },
  };
}

/** Reads all incidents and months of a long history once, and then changes one. */
export async function* pageHistory(): AsyncGenerator<Result> {
  const place = await pagePlace();
  await plantIncidents(place.ctx);
  await untilPublished(place);
  const all = addresses(place.ctx.clock.now());
  let read = { times: [] as number[], errors: 0 };
  const ms = await msOf(async () => {
    read = await readAll(place.server.url, all);
  });
  const again = await readAll(place.server.url, all);
  yield {
    bench: `page, first publishing of ${INCIDENTS} incidents and ${MONTHS} months`,
    value: ms / 1_000,
    unit: 's',
    budget: { max: round((FIRST_SECONDS_MAX * INCIDENTS) / 5_000) },
    yardsticks: [],
    details: {
      perSecond: round((all.length * 1_000) / ms),
      p99Ms: Math.round(quantile(read.times, 0.99)),
      errors: read.errors + again.errors,
      secondTimeP99Ms: round(quantile(again.times, 0.99)),
      residentMiB: Math.round((await residentMiB(place.server.pid)) ?? Number.NaN),
    },
  };
  yield await oneChange(place);
  await place.server.stop();
  const { readyMs } = await serve(place.env);
  yield {
    bench: `page, cold start with ${INCIDENTS} published incidents`,
    value: readyMs,
    unit: 'ms',
    budget: { max: 5_000 },
    yardsticks: [],
  };
}
