// Child process of the benches of pages: requests addresses over keep-alive connections and prints what it measured as one JSON line.
import { PageConnection } from './lib/page-connection.ts';
import type { PageLoad, PageLoadResult } from './lib/page-load.ts';
import { quantile } from './lib/report.ts';

const TICK_MS = 2;
const LATE_MS_MAX = 10_000;

const load = JSON.parse(process.argv[2] as string) as PageLoad;
const latencies: number[] = [];
let errors = 0;
let bytes = 0;
const startedAt = performance.now();
const from = startedAt + load.warmupSeconds * 1_000;
const to = from + load.seconds * 1_000;

/** Counts an answer. `since`: when its request was due. */
function note(since: number, size: number | null): void {
  const now = performance.now();
  if (since < from || (load.perSecond === null && now >= to)) return;
  if (size === null) errors += 1;
  else bytes += size;
  latencies.push(now - since);
}

/** Requests again as soon as the answer is complete. */
async function repeat(connection: PageConnection, path: string): Promise<void> {
  for (let now = performance.now(); now < to; now = performance.now()) note(now, await connection.get(path));
}

/** Requests at a fixed rate, whatever the answers take. A request waits for a connection, and its time includes that. */
async function keepRate(connections: PageConnection[], perSecond: number): Promise<void> {
  const idle = [...connections];
  const waiting: { path: string; since: number }[] = [];
  let [due, open] = [0, 0];
  const next = () => {
    while (idle.length > 0 && waiting.length > 0) {
      const [connection, { path, since }] = [idle.pop() as PageConnection, waiting.shift() as (typeof waiting)[number]]; // both have one
      open += 1;
      void connection.get(path).then((size) => {
        note(since, size);
        open -= 1;
        idle.push(connection);
        next();
      });
    }
  };
  while (performance.now() < to || ((open > 0 || waiting.length > 0) && performance.now() < to + LATE_MS_MAX)) {
    const total = ((Math.min(performance.now(), to) - startedAt) * perSecond) / 1_000;
    for (; due < total; due++)
      waiting.push({
        path: load.paths[due % load.paths.length] as string,
        since: startedAt + (due * 1_000) / perSecond,
      });
    next();
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  errors += open + waiting.length; // never answered
}

const connections = Array.from({ length: load.connections }, () => new PageConnection(load.url));
if (load.perSecond !== null) await keepRate(connections, load.perSecond);
else await Promise.all(connections.map((one, i) => repeat(one, load.paths[i % load.paths.length] as string)));
for (const connection of connections) connection.close();

const result: PageLoadResult = {
  requests: latencies.length,
  errors,
  perSecond: latencies.length / load.seconds,
  bytesEach: Math.round(bytes / Math.max(1, latencies.length - errors)),
  p50Ms: quantile(latencies, 0.5),
  p99Ms: quantile(latencies, 0.99),
  maxMs: quantile(latencies, 1),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
