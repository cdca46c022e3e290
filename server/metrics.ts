import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Context } from './context.ts';
import { assert } from './errors.ts';

type Counted = { accepted: number; duplicates: number; rejected: readonly { code: string }[] };
export type PoolNumbers = Record<'totalCount' | 'idleCount' | 'waitingCount', number>;

/** The process's metrics, in Prometheus' names. */
export function createMetrics(ctx: Pick<Context, 'web' | 'staff' | 'ingest' | 'worker'>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const samples = new Counter({
    name: 'ingest_samples_total',
    help: 'Probes received, by result',
    labelNames: ['result'],
    registers,
  });
  const queue = new Gauge({ name: 'ingest_waiting_rows', help: 'Probes that wait for the database', registers });
  const evaluated = new Gauge({
    name: 'evaluated_until_seconds',
    help: 'Instant up to which status is evaluated, in Unix seconds',
    registers,
  });
  for (const [name, read] of Object.entries({
    total: 'totalCount',
    idle: 'idleCount',
    waiting: 'waitingCount',
  } as const)) {
    new Gauge({
      name: `db_pool_${name}_connections`,
      help: `Database connections: ${name}`,
      labelNames: ['pool'],
      registers,
      collect() {
        for (const pool of ['web', 'staff', 'ingest'] as const) this.set({ pool }, ctx[pool][read]);
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
    countReceipt: (receipt: Counted) => {
      samples.inc({ result: 'accepted' }, receipt.accepted);
      samples.inc({ result: 'duplicate' }, receipt.duplicates);
      for (const { code } of receipt.rejected) samples.inc({ result: code });
    },
    /** the evaluation thread has pools of its own. */
    noteEvaluationPool: (numbers: PoolNumbers) => {
      evaluationPool = numbers;
    },
    noteEvaluated: (evaluatedUntil: number) => {
      evaluated.set(evaluatedUntil / 1000);
    },
    text: () => {
      queue.set(waitingRows());
      return registry.metrics();
    },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

// Next bundles its own copy of every module, so shared state is stored on globalThis, like the context.
const KEY = Symbol.for('candor.metrics');
const shared = globalThis as { [KEY]?: Metrics };

export function shareMetrics(metrics: Metrics): void {
  shared[KEY] = metrics;
}

export function sharedMetrics(): Metrics {
  const metrics = shared[KEY];
  assert(metrics, 'metrics are shared before the first request');
  return metrics;
}
