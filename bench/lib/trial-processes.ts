import { chanceOf } from '#server/seeded-chance';
import { database, folder, openMigrated } from './place.ts';
import { type ProcessGroup, startGroup } from './process-group.ts';
import { trialProcessKills } from './trial-process-kills.ts';
import { trialPublishingKills } from './trial-publishing-kills.ts';
import { trialReplicas } from './trial-replicas.ts';
import type { Finding, TrialWorld } from './trial-world.ts';

/** `publishes`: changes after which is read; `kills`: of workers and publishers; `crashes`: of a process that publishes. */
export type ProcessSizes = { publishes: number; kills: number; crashes: number; seed: number };
export type ReportedPart = { title: string; findings: Finding[] };

/** Five processes need more than the one that the embedded PostgreSQL is made for. */
const CONNECTIONS_MAX = 400;

async function inWorld(run: (world: TrialWorld) => Promise<void>): Promise<void> {
  const { url, stop } = await database(await folder(), { max_connections: String(CONNECTIONS_MAX) });
  const ctx = await openMigrated(url);
  await run({ ctx, url });
  await ctx.close();
  await stop();
}

async function stopAll({ webs, workers }: ProcessGroup): Promise<void> {
  for (const member of [...workers, ...webs]) await (await member.ready()).stop();
}

/** Runs several processes on one database, reads from them and kills them. A part whose number is 0 is left out. */
export async function trialProcesses({ publishes, kills, crashes, seed }: ProcessSizes): Promise<ReportedPart[]> {
  const parts: ReportedPart[] = [];
  if (publishes + kills > 0)
    await inWorld(async (world) => {
      const group = await startGroup(world, { webs: 3, workers: 2 });
      if (kills > 0)
        parts.push({
          title: `Three web processes and two workers; ${kills} random kills (SIGKILL) of a worker or the publisher.`,
          findings: await trialProcessKills(world, group, kills, chanceOf(seed)),
        });
      if (publishes > 0)
        parts.push({
          title: `The same processes behind a round robin, after ${publishes} changes.`,
          findings: await trialReplicas(world, group, publishes),
        });
      await stopAll(group);
    });
  if (crashes > 0)
    await inWorld(async (world) => {
      const group = await startGroup(world, { webs: 1, workers: 0 });
      parts.push({
        title: `One web process, killed ${crashes} times (SIGKILL) while it publishes everything.`,
        findings: await trialPublishingKills(world, group, crashes, chanceOf(seed)),
      });
      await stopAll(group);
    });
  return parts;
}
