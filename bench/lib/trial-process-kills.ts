import { setTimeout as wait } from 'node:timers/promises';
import { postUpdate } from '#server/incidents/verbs/post-update';
import type { Chance } from '#server/seeded-chance';
import { anIncident } from '#server/test/incidents';
import { ADA, as } from '#server/test/people';
import { startHookSinks } from './hook-sink.ts';
import { onEnd } from './place.ts';
import { type ProbeStream, startProbeStream } from './probe-stream.ts';
import type { ProcessGroup } from './process-group.ts';
import { quantile } from './report.ts';
import { deliveryFindings } from './trial-process-deliveries.ts';
import { type Finding, plantAll, type TrialWorld, until } from './trial-world.ts';

const RECEIVERS = 10;
const PAUSE_MS_MAX = 1_500;
/** A staff update is posted before every so many kills. */
const UPDATE_EVERY = 10;
const TAKEOVER_MS_MAX = 2_000;
const RECEIVED_MS = 10_000;
/** As docs/operations.md says: 65 per process. */
const OF_PROCESSES = 5 * 65;
const CONNECTIONS = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()`;

type Killed = { workers: number; takeoverMs: number[]; updates: number; connectionsMax: number };

/** Returns the process that holds the lease of the publisher. */
async function publisherPid({ ctx }: TrialWorld): Promise<number | null> {
  const { rows } = await ctx.staff.query<{ holder: string }>(
    'SELECT holder FROM publisher WHERE expires_at > clock_timestamp()',
  );
  return rows[0] ? Number(rows[0].holder.split(' ').at(-1)) : null;
}

/** Kills the publisher. Returns the milliseconds until another process holds the lease. */
async function killPublisher(world: TrialWorld, { webs }: ProcessGroup): Promise<number> {
  let pid: number | null = null;
  await until(async () => {
    pid = await publisherPid(world);
    return webs.some((web) => web.current()?.pid === pid);
  });
  const victim = webs.find((web) => web.current()?.pid === pid);
  await victim?.kill();
  const startedAt = performance.now();
  await until(async () => ![null, pid].includes(await publisherPid(world)));
  return performance.now() - startedAt;
}

async function killAll(world: TrialWorld, group: ProcessGroup, kills: number, chance: Chance): Promise<Killed> {
  const { incident } = await anIncident(world);
  const done: Killed = { workers: 0, takeoverMs: [], updates: 1, connectionsMax: 0 };
  for (let i = 0; i < kills; i++) {
    await Promise.all([...group.webs, ...group.workers].map(({ ready }) => ready()));
    const { rows } = await world.ctx.staff.query<{ count: number }>(CONNECTIONS);
    done.connectionsMax = Math.max(done.connectionsMax, rows[0]?.count ?? 0);
    if (i % UPDATE_EVERY === 0) {
      await postUpdate(as(world.ctx, ADA), { incident, body: `Update ${done.updates}.` });
      done.updates += 1;
    }
    await wait(chance.below(PAUSE_MS_MAX));
    if (chance.below(2) === 0) done.takeoverMs.push(await killPublisher(world, group));
    else {
      await chance.oneOf(group.workers).kill();
      done.workers += 1;
    }
  }
  await Promise.all([...group.webs, ...group.workers].map(({ ready }) => ready()));
  return done;
}

const BEHIND = `SELECT EXISTS (SELECT FROM dirty_range)
  OR (SELECT min(evaluated_until) FROM current_state) IS NULL OR (SELECT min(evaluated_until) < $1 FROM current_state) AS behind`;
const UNSENT = `SELECT EXISTS (SELECT FROM event WHERE fanned_out_at IS NULL AND outcome IS NULL)
  OR EXISTS (SELECT FROM delivery WHERE state = 'due' AND event_id IS NOT NULL AND due_at <= now()) AS behind`;

function caughtUp({ ctx }: TrialWorld, text: string, values: unknown[] = []): Promise<void> {
  return until(async () => (await ctx.staff.query<{ behind: boolean }>(text, values)).rows[0]?.behind === false);
}

/**
 * Kills workers and the publisher at random moments, each time one of them, while probes and updates arrive. `world` has no other incidents, and its processes
 * have just been started.
 */
export async function trialProcessKills(
  world: TrialWorld,
  group: ProcessGroup,
  kills: number,
  chance: Chance,
): Promise<Finding[]> {
  const sinks = await startHookSinks(RECEIVERS);
  onEnd(sinks.stop);
  await plantAll(
    world,
    sinks.urls.map((url) => ({
      channel: 'webhook',
      address: `${url}/hook`,
      kinds: ['opened', 'updated', 'reopened', 'resolved'],
    })),
  );
  const stream = await startProbeStream(world, group.url);
  const killed = await killAll(world, group, kills, chance);
  const { accepted, lastAt } = await stream.stop();
  await caughtUp(world, BEHIND, [new Date(lastAt)]);
  await caughtUp(world, UNSENT);
  await wait(RECEIVED_MS); // a repeat of a message would arrive within this time
  return [
    ...killFindings(killed),
    ...(await evaluationFindings(world, stream, accepted)),
    ...(await deliveryFindings(
      world,
      sinks.got.map(({ id }) => id),
      killed.updates,
    )),
  ];
}

function killFindings({ workers, takeoverMs, connectionsMax }: Killed): Finding[] {
  const slowest = Math.round(quantile(takeoverMs, 1));
  return [
    {
      what: `From the end of the publisher until another one publishes (${takeoverMs.length} kills; ${workers} of workers)`,
      figure: `${slowest} ms (median: ${Math.round(quantile(takeoverMs, 0.5))} ms)`,
      budget: `≤ ${TAKEOVER_MS_MAX} ms`,
      holds: takeoverMs.length === 0 || slowest <= TAKEOVER_MS_MAX,
      isTiming: true,
    },
    {
      what: 'Connections to the database at most',
      figure: String(connectionsMax),
      budget: `≤ ${OF_PROCESSES}`,
      holds: connectionsMax <= OF_PROCESSES,
    },
  ];
}

async function evaluationFindings({ ctx }: TrialWorld, stream: ProbeStream, accepted: number): Promise<Finding[]> {
  const { rows } = await ctx.staff.query<{ count: number }>('SELECT count(*)::int AS count FROM probe');
  const stored = rows[0]?.count ?? 0;
  const findings: Finding[] = [
    {
      what: `Stored of ${accepted} accepted probes`,
      figure: String(stored),
      budget: String(accepted),
      holds: stored === accepted,
    },
  ];
  for (const [component, name] of ['Serving', 'Analytics'].entries()) {
    const { expected, evaluated } = await stream.intervals(component);
    const same = JSON.stringify(expected) === JSON.stringify(evaluated);
    findings.push({
      what: `Intervals of ${name}, and by the naive reference`,
      figure: `${evaluated.length} and ${expected.length}, ${same ? 'equal' : 'different'}`,
      budget: 'equal',
      holds: same,
    });
  }
  return findings;
}
