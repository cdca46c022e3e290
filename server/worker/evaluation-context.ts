import type { Clock } from '#server/clock';
import type { Context } from '#server/context';
import { createPool } from '#server/db/client';
import { createDatabaseFaults } from '#server/db/database-faults';
import { endPool } from '#server/db/end-pool';
import { createPrisma } from '#server/db/prisma';
import type { AutomationContext } from '#server/incidents/automation/run-automation';
import type { Log } from '#server/log';
import { createQueues } from '#server/queues';
import { systemRandom } from '#server/random';

/** What evaluation uses of the context. The rest, like mail and images, would only occupy memory in its thread. */
export type EvaluationContext = AutomationContext & Pick<Context, 'databaseFaults'>;

type Options = { databaseUrl: string; log: Log; clock: Clock };

/** Opens the context of the evaluation thread. `close` waits for running work. */
export function openEvaluationContext({
  databaseUrl,
  log,
  clock,
}: Options): EvaluationContext & { close: () => Promise<void> } {
  const worker = createPool(databaseUrl, 'worker', log);
  const staff = createPool(databaseUrl, 'staff', log);
  const { prisma, close: closePrisma } = createPrisma(staff);
  return {
    prisma,
    worker,
    databaseFaults: createDatabaseFaults(clock),
    queues: createQueues(clock),
    clock,
    random: systemRandom,
    log,
    close: async () => {
      await closePrisma();
      await Promise.allSettled([worker, staff].map(endPool));
    },
  };
}
