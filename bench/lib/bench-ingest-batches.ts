import { detailsOf, freshPlace, loadServer, wipe } from './ingest.ts';
import { tokens } from './load.ts';
import { against, type Result } from './report.ts';
import { bareCopy, plainInsert } from './yardsticks.ts';

const CONNECTIONS = 4;
const BATCH = 500;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const YARDSTICK_SECONDS = 4;

/** Measures probes per second over HTTP in batches, durable when answered, while the same process evaluates them. */
export async function ingestBatches(): Promise<Result> {
  const place = await freshPlace();
  const agents = await tokens(place.ctx, CONNECTIONS);
  const shape = { connections: CONNECTIONS, batch: BATCH, seconds: YARDSTICK_SECONDS };
  await plainInsert(place.ctx, { ...shape, seconds: 1 });
  await wipe(place.ctx);
  const before = await plainInsert(place.ctx, shape);
  await wipe(place.ctx);
  const measured = await loadServer(
    place,
    SECONDS,
    agents.map((agent, i) => ({
      ...agent,
      component: 'serving',
      prefix: `srv-${i}`,
      instances: BATCH,
      perPost: BATCH,
      offsetMs: 0,
    })),
  );
  await wipe(place.ctx);
  const after = await plainInsert(place.ctx, shape);
  const copied = await bareCopy(place.ctx, shape);
  return {
    bench: 'ingest-batches',
    value: measured.perSecond,
    unit: 'probes/s',
    budget: { min: 25_000 },
    yardsticks: [
      against(
        'the same insert straight from Node, rows/s (mean of before and after)',
        measured.perSecond,
        (before + after) / 2,
        { min: 0.5 },
      ),
      against('COPY into a table without an index, rows/s', measured.perSecond, copied),
    ],
    details: { connections: CONNECTIONS, batch: BATCH, ...detailsOf(measured) },
  };
}
