import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import { effectiveIntervals, rawIntervals, type ScenarioProbe } from '#domain/test/naive-reference';
import type { Instant } from '#domain/time/interval';
import { systemClock } from '#server/clock';
import { type Client, createClient, p99, paced } from './outage-load.ts';
import type { StoppablePostgres } from './stoppable-postgres.ts';

const SLUGS = ['serving', 'analytics'] as const;
const INSTANCES = 25;
const PROBES_PER_S = SLUGS.length * INSTANCES;
const READERS_PER_S = 200;
const ROUND_MS = 1_000;
/** Pages must not be green with data that is older than 90 seconds; two more for the request. */
const GREEN_MS_MAX = 92_000;
const LOOK_EVERY_MS = 250;
const ACCEPTED = 202;
const RETRY_MS = 200;
/** How long nothing more must happen before messages are read. */
const SETTLE_MS = 5_000;

const HOUR_MS = 3_600_000;

/** Publishes an incident that is over, so that the home page can be green. Returns its id. `token` has the scope incidents:backfill. */
export async function pastIncident(url: string, token: string): Promise<string> {
  const client = createClient();
  const at = (hours: number) => new Date(systemClock.now() - hours * HOUR_MS).toISOString();
  const update = (state: string, status: string, hours: number) => ({
    state,
    body: `Reports: ${state}.`,
    occurredAt: at(hours),
    affected: [{ component: 'analytics', status }],
  });
  const { status, text } = await client.send(`${url}/api/v1/incidents/past`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      title: 'Reports came late',
      startedAt: at(3),
      updates: [update('investigating', 'degraded_performance', 3), update('resolved', 'operational', 2)],
    }),
  });
  client.close();
  if (status !== 201) throw new Error(`the incident was not published: ${status} ${text}`);
  return JSON.parse(text).incident;
}

export type Outage = {
  kind: 'stopped' | 'frozen';
  beforeMs: number;
  outageMs: number;
  policy: Pick<Policy, 'confirmForMs' | 'recoverForMs'>;
};
/** `url`: a server that uses `database`, whose components have `outage.policy`. `token`: of `source`. `incident`: a public one. */
export type OutageWorld = {
  url: string;
  database: StoppablePostgres;
  db: pg.Pool;
  source: string;
  token: string;
  incident: string;
};
type Interval = { from: string; to: string; status: string };

/** What an outage of the database came to. `drainedMs`: from its end until the spool was empty. */
export type OutageFacts = {
  sent: number;
  /** Requests that were repeated. A busy server also refuses more than 20 requests of one token at once. */
  refused: string[];
  lost: number;
  unsent: number;
  mostWaiting: number;
  drainedMs: number;
  reads: number;
  failedReads: string[];
  falseGreens: string[];
  /** Pages that were green while there was data, which shows that green ones are found. */
  trueGreens: number;
  /** Of reads while the database was away, and of all others in the same run. */
  p99Ms: number;
  otherP99Ms: number;
  intervals: Record<string, Interval[]>;
  expected: Record<string, Interval[]>;
  untrue: string[];
};

type Clocked = { startAt: Instant; awayFrom: Instant; awayTo: Instant | null };

/** Serving is down in the middle third of the outage, which readers can learn only afterwards. */
function isDown(at: Instant, { startAt }: Clocked, { beforeMs, outageMs }: Outage): boolean {
  const ms = at - startAt - beforeMs;
  return ms >= outageMs / 3 && ms < (outageMs * 2) / 3;
}

type Sent = { at: Instant; component: number; instance: number; isDown: boolean };

/** Sends one probe of each instance per second, each in a request of its own, which is repeated until it is accepted. */
function sendProbes(client: Client, world: OutageWorld, outage: Outage, times: Clocked, signal: AbortSignal) {
  const sent: Sent[] = [];
  const refused: string[] = [];
  const done = paced(
    PROBES_PER_S,
    async (n) => {
      const [round, i] = [Math.floor(n / PROBES_PER_S), n % PROBES_PER_S];
      const at = times.startAt + round * ROUND_MS;
      const component = i % SLUGS.length;
      const instance = Math.floor(i / SLUGS.length);
      const isOut = component === 0 && isDown(at, times, outage);
      const probe = {
        component: SLUGS[component],
        instance: `i-${instance}`,
        observedAt: new Date(at).toISOString(),
        health: isOut ? 'down' : 'up',
      };
      const request = {
        method: 'POST',
        headers: { authorization: `Bearer ${world.token}` },
        body: JSON.stringify({ source: world.source, probes: [probe] }),
      };
      for (;;) {
        const { status, text } = await client.send(`${world.url}/api/v1/probes`, request);
        if (status === ACCEPTED) break;
        refused.push(`${status} ${text}`);
        await wait(RETRY_MS); // as senders do
      }
      sent.push({ at, component, instance, isDown: isOut });
    },
    signal,
  );
  return { sent, refused, done };
}

/** The pages and feeds that are read most. */
const pathsOf = (incident: string) => ['/', '/api/v2/summary.json', `/incidents/${incident}`, '/history.atom'];

/** Resolves once everything that is read is published, as it is after the first readers. */
async function published(client: Client, { url, incident }: OutageWorld): Promise<void> {
  for (const path of pathsOf(incident))
    while (!(await client.send(`${url}${path}`)).isPublished) await wait(LOOK_EVERY_MS);
}

const isAway = ({ awayFrom, awayTo }: Clocked) =>
  systemClock.now() >= awayFrom && (awayTo === null || systemClock.now() < awayTo);

/** Reads them in turn. */
function read(client: Client, { url, incident }: OutageWorld, times: Clocked, signal: AbortSignal) {
  const paths = pathsOf(incident);
  const facts = {
    failed: [] as string[],
    green: [] as string[],
    trueGreens: 0,
    ms: [] as number[],
    otherMs: [] as number[],
  };
  const isStale = () =>
    systemClock.now() - times.awayFrom > GREEN_MS_MAX && (times.awayTo === null || systemClock.now() < times.awayTo);
  const done = paced(
    READERS_PER_S,
    async (n) => {
      const path = paths[n % paths.length] as string;
      const wasStale = isStale();
      const { status, text, ms } = await client.send(`${url}${path}`);
      (isAway(times) ? facts.ms : facts.otherMs).push(ms);
      if (status !== 200) facts.failed.push(`${path}: ${status} ${status === 0 ? text : ''}`);
      if (status !== 200 || !isGreen(path, text)) return;
      if (wasStale && isStale()) facts.green.push(path);
      else facts.trueGreens++;
    },
    signal,
  );
  return { facts, done };
}

function isGreen(path: string, text: string): boolean {
  if (path === '/') return /all (systems|components)[^<]* operational/i.test(text);
  return path.endsWith('summary.json') && JSON.parse(text).status?.indicator === 'none';
}

/** Returns how many deliveries wait in the spool. Needs no database. */
async function waitingIn(client: Client, url: string): Promise<number> {
  const { text } = await client.send(`${url}/readyz`);
  return JSON.parse(text).checks.spool.deliveries;
}

/** Resolves when the database is back, to how many deliveries waited for it. */
async function takeAway(
  client: Client,
  { url, database }: OutageWorld,
  { kind, outageMs }: Outage,
  times: Clocked,
): Promise<number> {
  times.awayFrom = systemClock.now();
  await (kind === 'stopped' ? database.stop() : database.freeze());
  await wait(Math.max(0, times.awayFrom + outageMs - systemClock.now()));
  const waiting = await waitingIn(client, url);
  times.awayTo = systemClock.now();
  await (kind === 'stopped' ? database.start() : database.thaw());
  return waiting;
}

/** Runs probes and readers through an outage of the database, and returns what came of it. */
export async function databaseDown(world: OutageWorld, outage: Outage): Promise<OutageFacts> {
  const client = createClient();
  await published(client, world);
  const ending = new AbortController();
  const startAt = Math.ceil(systemClock.now() / ROUND_MS) * ROUND_MS;
  const times: Clocked = { startAt, awayFrom: Number.POSITIVE_INFINITY, awayTo: null };
  await wait(startAt - systemClock.now());
  const sending = sendProbes(client, world, outage, times, ending.signal);
  const reading = read(client, world, times, ending.signal);
  await wait(outage.beforeMs);
  const mostWaiting = await takeAway(client, world, outage, times);
  const backAt = systemClock.now();
  while ((await waitingIn(client, world.url)) > 0) await wait(LOOK_EVERY_MS);
  const drainedMs = systemClock.now() - backAt;
  await wait(outage.policy.confirmForMs + outage.policy.recoverForMs + SETTLE_MS);
  ending.abort();
  await Promise.all([sending.done, reading.done]);
  const to = times.startAt + Math.floor((systemClock.now() - times.startAt) / ROUND_MS - 3) * ROUND_MS;
  await evaluated(world, to);
  const { sent } = sending;
  const facts = {
    sent: sent.length,
    refused: sending.refused,
    ...(await comparedWithStored(world, sent)),
    mostWaiting,
    drainedMs,
    reads: reading.facts.ms.length + reading.facts.otherMs.length,
    failedReads: reading.facts.failed,
    falseGreens: reading.facts.green,
    trueGreens: reading.facts.trueGreens,
    p99Ms: p99(reading.facts.ms),
    otherP99Ms: p99(reading.facts.otherMs),
    intervals: await intervalsOf(client, world, { from: times.startAt, to }),
    expected: expectedOf(sent, { from: times.startAt, to }, outage.policy),
    untrue: await untrueMessages(world, times, outage),
  };
  client.close();
  return facts;
}

async function evaluated({ db }: OutageWorld, to: Instant): Promise<void> {
  const reached = async () => {
    const { rows } = await db.query<{ at: Date | null }>('SELECT min(evaluated_until) AS at FROM current_state');
    return rows[0]?.at?.getTime() ?? 0;
  };
  while ((await reached()) < to) await wait(LOOK_EVERY_MS);
}

/** `lost`: acknowledged and not stored. `unsent`: stored although they were not sent, or twice. */
async function comparedWithStored(
  { db }: OutageWorld,
  sent: readonly Sent[],
): Promise<{ lost: number; unsent: number }> {
  const { rows } = await db.query<{ slug: string; name: string; at: Date; health: number }>(
    `SELECT c.slug, i.name, o.observed_at AS at, o.health FROM probe o JOIN series s ON s.id = o.series_id
     JOIN instance i ON i.id = s.instance_id JOIN component c ON c.id = i.component_id`,
  );
  const DOWN = 4;
  const stored = rows.map(({ slug, name, at, health }) => `${slug} ${name} ${at.getTime()} ${health === DOWN}`);
  const keyOf = (one: Sent) => `${SLUGS[one.component]} i-${one.instance} ${one.at} ${one.isDown}`;
  const accepted = new Set(sent.map(keyOf));
  const found = new Set(stored);
  return {
    lost: [...accepted].filter((key) => !found.has(key)).length,
    unsent: stored.length - [...found].filter((key) => accepted.has(key)).length,
  };
}

type Window = { from: Instant; to: Instant };

async function intervalsOf(client: Client, { url }: OutageWorld, { from, to }: Window) {
  const intervals: Record<string, Interval[]> = {};
  const query = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  for (const slug of SLUGS) {
    const { text } = await client.send(`${url}/api/v1/components/${slug}/intervals?${query}`);
    intervals[slug] = JSON.parse(text).intervals;
  }
  return intervals;
}

/** Returns what the literal implementation of the rules says. All instances of a component are alike, so that one stands for all. */
function expectedOf(sent: readonly Sent[], { from, to }: Window, policy: Outage['policy']) {
  const policies = [{ ...DEFAULT_POLICY, ...policy }];
  const expected: Record<string, Interval[]> = {};
  for (const [component, slug] of SLUGS.entries()) {
    const probes: ScenarioProbe[] = sent
      .filter((one) => one.component === component && one.instance === 0)
      .map((one) => ({
        source: 0,
        component,
        instance: 0,
        at: one.at,
        health: one.isDown ? 'down' : 'up',
        dataAgeMs: null,
        latencyUs: null,
      }));
    const sources = [{ id: 0, rule: { kind: 'agent' } as const }];
    const raw = rawIntervals({ sources, probes, policies, window: { from, to } }, component);
    expected[slug] = effectiveIntervals(raw, policies).map((one) => ({
      from: new Date(one.from).toISOString(),
      to: new Date(one.to).toISOString(),
      status: one.status,
    }));
  }
  return expected;
}

/** Alerts that are true while the database is away and directly after it. */
const TRUE_ALERTS = ['queue', 'evaluation', 'automation'];

/** Returns staff alerts and incidents that say anything but that Serving was down when it was, and that the database was away. */
async function untrueMessages({ db }: OutageWorld, times: Clocked, outage: Outage): Promise<string[]> {
  const alerts = await db.query<{ about: { kind: string; name?: string; from?: number } }>(
    'SELECT about FROM staff_alert',
  );
  const isTrue = ({ kind, name, from = 0 }: { kind: string; name?: string; from?: number }) =>
    TRUE_ALERTS.includes(kind) || (kind === 'outage' && name === 'Serving' && isDown(from, times, outage));
  const incidents = await db.query<{ slug: string; origin: string }>(
    `SELECT c.slug, i.origin FROM incident i JOIN incident_component ic ON ic.incident_id = i.id
     JOIN component c ON c.id = ic.component_id WHERE i.origin NOT IN ('staff', 'backfill') AND c.slug <> 'serving'`,
  );
  return [
    ...alerts.rows.filter(({ about }) => !isTrue(about)).map(({ about }) => JSON.stringify(about)),
    ...incidents.rows.map(({ slug, origin }) => `incident of ${slug} by ${origin}`),
  ];
}
