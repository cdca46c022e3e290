import { folder, type Served, serve } from './place.ts';
import { startRoundRobin } from './round-robin.ts';
import type { TrialWorld } from './trial-world.ts';

/** A process of a role with a data folder of its own. */
type Member = {
  dataDir: string;
  /** The running process, or null while it starts. */
  current: () => Served | null;
  /** Resolves when it has started. */
  ready: () => Promise<Served>;
  /** Kills the process (SIGKILL), and starts it again on the data that it left. Resolves when it has ended. */
  kill: () => Promise<void>;
};
export type ProcessGroup = { webs: Member[]; workers: Member[]; url: string };

async function startMember(env: Record<string, string>): Promise<Member> {
  const dataDir = await folder();
  let current: Served | null = null;
  const start = async () => {
    current = await serve({ ...env, DATA_DIR: dataDir, WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', LOG_LEVEL: 'silent' });
    return current;
  };
  let starting = start();
  return {
    dataDir,
    current: () => current,
    ready: () => starting,
    kill: async () => {
      const { kill } = await starting;
      current = null;
      await kill();
      starting = start();
      starting.catch(() => undefined); // reported by ready
    },
  };
}

/** Starts web processes and workers on one database, and a round robin for the web processes at `url`. */
export async function startGroup(
  { url: databaseUrl }: TrialWorld,
  count: { webs: number; workers: number },
): Promise<ProcessGroup> {
  const webs: Member[] = [];
  const url = await startRoundRobin(() => webs.flatMap((web) => web.current()?.url ?? []));
  const env = { DATABASE_URL: databaseUrl, PUBLIC_ORIGIN: url };
  for (let i = 0; i < count.webs; i++) webs.push(await startMember({ ...env, ROLE: 'web' }));
  const workers: Member[] = [];
  for (let i = 0; i < count.workers; i++) workers.push(await startMember({ ...env, ROLE: 'worker' }));
  await Promise.all([...webs, ...workers].map(({ ready }) => ready()));
  return { webs, workers, url };
}
