import { detailsOf, freshPlace, loadServer, wipe } from './ingest.ts';
import { tokens } from './load.ts';
import { against, type Result } from './report.ts';
import { bareCopy, plainInsert } from './yardsticks.ts';

const CONNECTIONS = 50;
const INSTANCES_PER_CONNECTION = 20;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const YARDSTICK = { connections: 4, batch: 1, seconds: 4 };

/** Measures posts of a single probe per second, durable when answered, while the same process evaluates them. */
export async function ingestSingles(): Promise<Result> {
  const place = await freshPlace();
  const [agent] = await tokens(place.ctx, 1);
  if (!agent) throw new Error('one token was asked for');
  const connections = Array.from({ length: CONNECTIONS }, (_, i) => ({
    ...agent,
    component: 'serving',
    prefix: `srv-${i}`,
    instances: INSTANCES_PER_CONNECTION,
    perPost: 1,
    offsetMs: 0,
  }));
  const measured = await loadServer(place, SECONDS, connections);
  await wipe(place.ctx);
  const single = await plainInsert(place.ctx, YARDSTICK);
  const copied = await bareCopy(place.ctx, YARDSTICK);
  return {
    bench: 'ingest-singles',
    value: measured.perSecond,
    unit: 'probes/s',
    budget: { min: 5_000 },
    yardsticks: [
      against('the same insert of one row straight from Node on 4 connections, rows/s', measured.perSecond, single),
      against('COPY into a table without an index, rows/s', measured.perSecond, copied),
    ],
    details: { connections: CONNECTIONS, ...detailsOf(measured) },
  };
}
