import { Worker } from 'node:worker_threads';
import type { Log } from '#server/log';
import type { PoolNumbers } from '#server/metrics';

export type EvaluationData = { databaseUrl: string; logLevel: string };
const RESTART_PAUSE_MS = 2_000;
const STOP_MS_MAX = 5_000;

/**
 * Runs evaluation in a thread of its own, so that a long evaluation delays neither probes nor pages. Restarts the thread after an
 * unexpected exit. `stop` waits until it has ended.
 */
export function startEvaluation(
  data: EvaluationData,
  log: Log,
  onEvaluated: (pool: PoolNumbers) => void,
): { stop: () => Promise<void> } {
  let isStopping = false;
  let worker: Worker;
  let ended: Promise<void>;
  let restart: NodeJS.Timeout | undefined;

  function launch(): void {
    worker = new Worker(new URL('./main.ts', import.meta.url), { workerData: data });
    worker.on('message', onEvaluated);
    worker.on('error', (error) => log.error({ message: error.message }, 'the evaluation thread failed; restarting it'));
    ended = new Promise((resolve) => {
      worker.once('exit', () => {
        resolve();
        if (!isStopping) restart = setTimeout(launch, RESTART_PAUSE_MS);
      });
    });
  }

  launch();
  return {
    stop: async () => {
      isStopping = true;
      clearTimeout(restart);
      worker.postMessage('stop');
      const cut = setTimeout(() => void worker.terminate(), STOP_MS_MAX);
      await ended;
      clearTimeout(cut);
    },
  };
}
