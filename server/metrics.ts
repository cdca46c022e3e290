import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Context } from './context.ts';

type Counted = { accepted: number; duplicates: number; rejected: readonly { code: string }[] };
export type PoolNumbers = Record<'totalCount' | 'idleCount' | 'waitingCount', number>;

type SpoolSize = { bytes: number; deliveries: number };

/** Makes the metrics of the spool, whose size is read when they are requested. */
function createSpoolMetrics(registers: Registry[]) {
  let read = (): SpoolSize => ({ bytes: 0, deliveries: 0 });
  new Gauge({
    name: 'ingest_spool_bytes',
    help: 'Size of the spool for probes.',
    registers,
    collect() {
      this.set(read().bytes);
    },
  });
  new Gauge({
    name: 'ingest_spool_deliveries',
    help: 'Deliveries that wait in the spool for the database.',
    registers,
    collect() {
      this.set(read().deliveries);
    },
  });
  const dropped = new Counter({
    name: 'ingest_spool_dropped_total',
    help: 'Probes and alerts of the spool that could not be stored.',
    registers,
  });
  return {
    watch: (size: () => SpoolSize) => {
      read = size;
    },
    size: () => read(),
    countDropped: (count: number) => dropped.inc(count),
  };
}

/** Makes the metrics of the process, named by the conventions of Prometheus. */
export function createMetrics(ctx: Pick<Context, 'web' | 'staff' | 'ingest' | 'worker' | 'delivery' | 'alerts'>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const probes = new Counter({
    name: 'ingest_probes_total',
    help: 'Probes received, by result.',
    labelNames: ['result'],
    registers,
  });
  const queue = new Gauge({ name: 'ingest_waiting_probes', help: 'Probes waiting for the database.', registers });
  const spool = createSpoolMetrics(registers);
  const evaluated = new Gauge({
    name: 'evaluated_until_timestamp_seconds',
    help: 'Unix time up to which status is evaluated.',
    registers,
  });
  const queueAge = new Gauge({
    name: 'delivery_queue_age_seconds',
    help: 'Seconds since the oldest entry of a delivery queue became due.',
    labelNames: ['queue'],
    registers,
  });
  for (const [name, read] of Object.entries({
    total: 'totalCount',
    idle: 'idleCount',
    waiting: 'waitingCount',
  } as const)) {
    new Gauge({
      name: `db_pool_${name}_connections`,
      help: `Database connections by pool: ${name}.`,
      labelNames: ['pool'],
      registers,
      collect() {
        for (const pool of ['web', 'staff', 'ingest', 'delivery', 'alerts'] as const)
          this.set({ pool }, ctx[pool][read]);
        this.set({ pool: 'worker' }, evaluationPool?.[read] ?? ctx.worker[read]);
      },
    });
  }
  let evaluationPool: PoolNumbers | null = null;
  let waitingRows = () => 0;
  return {
    watchQueue: (read: () => number) => {
      waitingRows = read;
    },
    watchSpool: spool.watch,
    spoolSize: spool.size,
    countSpoolDropped: spool.countDropped,
    countReceipt: (receipt: Counted) => {
      probes.inc({ result: 'accepted' }, receipt.accepted);
      probes.inc({ result: 'duplicate' }, receipt.duplicates);
      for (const { code } of receipt.rejected) probes.inc({ result: code });
    },
    /** Sets the numbers of the pool of the evaluation thread, which has pools of its own. */
    noteEvaluationPool: (numbers: PoolNumbers) => {
      evaluationPool = numbers;
    },
    noteEvaluated: (evaluatedUntil: number) => {
      evaluated.set(evaluatedUntil / 1000);
    },
    noteQueueAges: (ages: readonly { queue: string; ageMs: number }[]) => {
      for (const { queue: name, ageMs } of ages) queueAge.set({ queue: name }, ageMs / 1_000);
    },
    text: () => {
      queue.set(waitingRows());
      return registry.metrics();
    },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
