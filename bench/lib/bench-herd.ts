import { setTimeout as wait } from 'node:timers/promises';
import { loadPages, type PageLoadResult } from './page-load.ts';
import {
  bareServer,
  demoPlace,
  keepChanging,
  type PagePlace,
  publishings,
  statements,
  statementsBetween,
} from './page-place.ts';
import { against, median, quantile, type Result, round } from './report.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
const DAYS = Number(process.env.BENCH_DAYS ?? 90);
const PATHS = ['/', '/api/v2/summary.json'];
const PER_SECOND = 2_000;
const CONNECTIONS = 200;
const CHANGE_EVERY_MS = 5_000;
const P99_MS_MAX = 20;

/** What happened during some work. `visibleMs`: from each change to its publication. */
type Changed<T> = { result: T; visibleMs: number[]; statements: number; published: number };

/** Counts statements and publishings while something public changes every few seconds. */
async function whileChanging<T>(place: PagePlace, work: () => Promise<T>): Promise<Changed<T>> {
  const [before, publishedBefore] = [await statements(place), await publishings(place)];
  const changes = keepChanging(place, CHANGE_EVERY_MS);
  const result = await work();
  const visibleMs = await changes.stop();
  const { all } = statementsBetween(before, await statements(place));
  return { result, visibleMs, statements: all, published: (await publishings(place)) - publishedBefore };
}

function crowd(url: string, seconds: number): Promise<PageLoadResult> {
  const timing = { connections: CONNECTIONS, warmupSeconds: 0, seconds, perSecond: PER_SECOND };
  return loadPages({ url, paths: PATHS, ...timing });
}

/** Sends requests as a crowd of readers does in an outage, at a fixed rate, beside the same changes without readers and beside a bare server. */
export async function* herd(): AsyncGenerator<Result> {
  const place = await demoPlace(DAYS);
  const bare = await crowd((await bareServer(place, PATHS)).url, SECONDS / 4);
  const alone = await whileChanging(place, () => wait(SECONDS * 1_000));
  const loaded = await whileChanging(place, () => crowd(place.server.url, SECONDS));
  yield* resultsOf({ alone, loaded, bareP99Ms: bare.p99Ms });
}

type Measured = { alone: Changed<unknown>; loaded: Changed<PageLoadResult>; bareP99Ms: number };

function resultsOf({ alone, loaded, bareP99Ms }: Measured): Result[] {
  const { requests, errors, p50Ms, p99Ms, maxMs } = loaded.result;
  const { visibleMs } = loaded;
  const withoutReaders = (alone.statements * loaded.published) / alone.published; // each publishing takes statements, too
  const ofReaders = Math.max(0, loaded.statements - withoutReaders);
  return [
    {
      bench: `herd of ${PER_SECOND} requests per second for ${SECONDS} s`,
      value: errors,
      unit: 'errors',
      budget: { max: 0 },
      yardsticks: [against('p99, ms of at most', p99Ms, P99_MS_MAX, { max: 1 })],
      details: {
        requests,
        p50Ms: round(p50Ms),
        p99Ms: round(p99Ms),
        maxMs: round(maxMs),
        bareP99Ms: round(bareP99Ms),
      },
    },
    {
      bench: 'herd, database statements more than for as many publishings without readers',
      value: ofReaders,
      unit: 'statements',
      budget: { max: loaded.published },
      yardsticks: [against('statements for as many publishings without readers', loaded.statements, withoutReaders)],
      details: { published: loaded.published, publishedWithoutReaders: alone.published },
    },
    {
      bench: 'herd, from a change to its publication',
      value: quantile(visibleMs, 1),
      unit: 'ms (slowest)',
      budget: { max: 1_000 },
      yardsticks: [],
      details: {
        changes: visibleMs.length,
        medianMs: Math.round(median(visibleMs)),
        medianWithoutReadersMs: Math.round(median(alone.visibleMs)),
      },
    },
  ];
}
