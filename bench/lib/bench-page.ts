import { setTimeout as wait } from 'node:timers/promises';
import { loadPages, type PageLoadResult } from './page-load.ts';
import {
  bareServer,
  demoPlace,
  keepChanging,
  type PagePlace,
  processorMicros,
  residentMiB,
  statements,
  statementsBetween,
  type Target,
} from './page-place.ts';
import { against, median, quantile, type Result, round } from './report.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const DAYS = Number(process.env.BENCH_DAYS ?? 90);
const WARMUP_SECONDS = 1;
const ROUNDS = 3;
const TEXT_LENGTH_MAX = 300;
const CHANGE_EVERY_MS = 5_000;
const CHANGES = 3;
/** Longer than the interval in which everything that is repeated is repeated. */
const SETTLE_MS = 65_000;
const P99_MS_MAX = 20;
const SHARE_MIN = 0.7;
/** What the same work may vary by in two stretches of time. */
const NOISE = 1.2;
const RESIDENT_MIB_MAX = 350;
const PATHS = ['/', '/api/v2/summary.json'] as const;

type Case = { path: string; connections: number };
const CASES: readonly Case[] = PATHS.flatMap((path) => [10, 100].map((connections) => ({ path, connections })));

type Measured = PageLoadResult & { processorMicros: number };

async function loadOf({ url, pid }: Target, { path, connections }: Case, seconds = SECONDS): Promise<Measured> {
  const before = await processorMicros(pid);
  const result = await loadPages({
    url,
    paths: [path],
    connections,
    warmupSeconds: WARMUP_SECONDS,
    seconds,
    perSecond: null,
  });
  const used = ((await processorMicros(pid)) ?? Number.NaN) - (before ?? Number.NaN);
  return { ...result, processorMicros: used / (result.perSecond * (seconds + WARMUP_SECONDS)) };
}

type Rounds = { bare: Measured[]; served: Measured[] };

/** Loads two servers in turn, so that a busy moment of the machine hits both. */
async function inTurn(bare: Target, served: Target, one: Case): Promise<Rounds> {
  const rounds: Rounds = { bare: [], served: [] };
  for (let i = 0; i < ROUNDS; i++) {
    rounds.bare.push(await loadOf(bare, one));
    rounds.served.push(await loadOf(served, one));
  }
  return rounds;
}

const medianOf = (results: readonly Measured[], key: keyof Measured) => median(results.map((result) => result[key]));

function servingResult(name: string, { path, connections }: Case, { bare, served }: Rounds): Result {
  const [perSecond, barePerSecond] = [medianOf(served, 'perSecond'), medianOf(bare, 'perSecond')];
  return {
    bench: `page ${path}, ${connections} connections, ${name}`,
    value: medianOf(served, 'p99Ms'),
    unit: 'ms (p99)',
    budget: { max: P99_MS_MAX },
    yardsticks: [
      against('bare node:http server with the same bytes, requests per second', perSecond, barePerSecond, {
        min: SHARE_MIN,
      }),
    ],
    details: {
      perSecond: Math.round(perSecond),
      p50Ms: round(medianOf(served, 'p50Ms')),
      bareP99Ms: round(medianOf(bare, 'p99Ms')),
      processorMicrosEach: round(medianOf(served, 'processorMicros')),
      bareProcessorMicrosEach: round(medianOf(bare, 'processorMicros')),
      bytesEach: medianOf(served, 'bytesEach'),
      errors: served.reduce((sum, { errors }) => sum + errors, 0),
    },
  };
}

/** Loads both addresses, and returns the statements of the database in that time, beside those of the same time without readers. */
async function queries(place: PagePlace): Promise<Result> {
  const seconds = SECONDS * ROUNDS;
  const before = await statements(place);
  await wait(seconds * 1_000);
  const between = await statements(place);
  const timing = { connections: 10, warmupSeconds: 0, seconds, perSecond: null };
  const { requests } = await loadPages({ url: place.server.url, paths: PATHS, ...timing });
  const [idle, loaded] = [statementsBetween(before, between), statementsBetween(between, await statements(place))];
  return {
    bench: 'page, database statements of readers',
    value: loaded.newTexts.length,
    unit: 'statements that are run only for readers',
    budget: { max: 0 },
    yardsticks: [against('all statements in the same time without readers', loaded.all, idle.all, { max: NOISE })],
    details: { requests, seconds, all: loaded.all, newTexts: loaded.newTexts.join(' | ').slice(0, TEXT_LENGTH_MAX) },
  };
}

/** Loads while something public changes every few seconds. */
async function whileChanging(place: PagePlace, bare: Target): Promise<Result[]> {
  const changes = keepChanging(place, CHANGE_EVERY_MS);
  const results: Result[] = [];
  for (const one of CASES) {
    const served = [await loadOf(place.server, one, (CHANGE_EVERY_MS * CHANGES) / 1_000)];
    results.push(servingResult('one change every 5 s', one, { bare: [await loadOf(bare, one)], served }));
  }
  const times = await changes.stop();
  return [
    ...results,
    {
      bench: 'page, from a change to its publication, under this load',
      value: quantile(times, 1),
      unit: 'ms (slowest)',
      budget: { max: 1_000 },
      yardsticks: [],
      details: { changes: times.length, medianMs: Math.round(median(times)) },
    },
  ];
}

/** Compares a server with much history with one that has only a day. */
async function againstOneDay(place: PagePlace): Promise<Result> {
  const short = await demoPlace(1);
  const one: Case = { path: '/', connections: 10 };
  const { bare, served } = await inTurn(short.server, place.server, one);
  const [ms, shortMs] = [1_000 / medianOf(served, 'perSecond'), 1_000 / medianOf(bare, 'perSecond')];
  return {
    bench: `page /, ${DAYS} days of data`,
    value: ms,
    unit: 'ms per request',
    budget: { max: P99_MS_MAX },
    yardsticks: [against('with 1 day of data, ms per request', ms, shortMs, { max: 1.1 })],
    details: { bytesEach: medianOf(served, 'bytesEach'), bytesEachOfOneDay: medianOf(bare, 'bytesEach') },
  };
}

async function memory({ server }: PagePlace): Promise<Result> {
  return {
    bench: 'page, resident memory of all server processes after this load',
    value: (await residentMiB(server.pid)) ?? Number.NaN,
    unit: 'MiB',
    budget: { max: RESIDENT_MIB_MAX },
    yardsticks: [],
  };
}

/** Serves published pages beside a bare server, with publishing idle and with changes. */
export async function* pageServing(): AsyncGenerator<Result> {
  const place = await demoPlace(DAYS);
  const bare = await bareServer(place, PATHS);
  await wait(SETTLE_MS);
  for (const one of CASES) yield servingResult('nothing changes', one, await inTurn(bare, place.server, one));
  yield await queries(place);
  yield* await whileChanging(place, bare);
  yield await memory(place);
  yield await againstOneDay(place);
}
