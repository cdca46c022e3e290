import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fanOut } from '#server/delivery/fan-out';
import { wake } from '#server/delivery/wake';
import type { Chance } from '#server/seeded-chance';
import { anIncident } from '#server/test/incidents';
import type { WorkerSettings } from '../delivery-worker.ts';
import { startHookSinks } from './hook-sink.ts';
import { startMailSink } from './mail-sink.ts';
import { countIn, type Finding, plantAll, type TrialWorld, until } from './trial-world.ts';

const WORKER = path.resolve(import.meta.dirname, '../delivery-worker.ts');
const CLAIM_MS = 10_000;
const TIMEOUT_MS = 8_000;
const RECEIVERS = 20;
const DAY_MS = 86_400_000;

/** A worker process. `ready` resolves when it delivers, or has ended. */
type Worker = { child: ChildProcess; ready: Promise<unknown> };

function startWorker(settings: WorkerSettings): Worker {
  const child = spawn(process.execPath, [WORKER, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, ready: Promise.race([once(child, 'exit'), once(child.stdout, 'data')]) };
}

async function kill({ child }: Worker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

type Sinks = { hooks: Awaited<ReturnType<typeof startHookSinks>>; mails: Awaited<ReturnType<typeof startMailSink>> };

/**
 * Two worker processes deliver one message to each subscriber, half by mail and half by webhook. At random moments one of them is killed and another one
 * started. The deliveries become due in as many portions, so that both workers deliver when one is killed.
 */
export async function trialKills(
  world: TrialWorld,
  { size, kills }: { size: number; kills: number },
  chance: Chance,
): Promise<Finding[]> {
  const sinks: Sinks = { hooks: await startHookSinks(RECEIVERS), mails: await startMailSink() };
  const workers: Worker[] = [];
  const settings = { databaseUrl: world.url, smtpUrl: sinks.mails.url, claimMs: CLAIM_MS, timeoutMs: TIMEOUT_MS };
  try {
    await plantReaders(world, size, sinks);
    await anIncident(world);
    await fanOut(world.ctx);
    await postpone(world);
    workers.push(startWorker(settings), startWorker(settings));
    let inFlight = 0;
    for (let i = 0; i < kills; i++) {
      await Promise.all(workers.map(({ ready }) => ready));
      const portion = Math.ceil(size / kills);
      const seen = gotOf(sinks).length;
      await release(world, portion);
      const at = seen + chance.below(Math.min(portion, size - i * portion));
      await until(() => gotOf(sinks).length >= at);
      const victim = chance.below(workers.length);
      await kill(workers[victim] as Worker); // below their number
      inFlight += await countIn(world, `d.state = 'due' AND d.claimed_until IS NOT NULL`);
      workers[victim] = startWorker(settings);
    }
    await until(async () => (await countIn(world, `d.state = 'sent'`)) >= size);
    return findingsOf(gotOf(sinks), { size, inFlight, lost: await lostClaims(world) });
  } finally {
    await Promise.all(workers.map(kill));
    await Promise.all([sinks.hooks.stop(), sinks.mails.stop()]);
  }
}

function plantReaders(world: TrialWorld, size: number, { hooks }: Sinks): Promise<void> {
  const readers = Array.from({ length: size }, (_, i) => ({
    kinds: ['opened'],
    ...(i % 2 === 0
      ? { channel: 'email' as const, address: `reader-${i}@partner.example` }
      : { channel: 'webhook' as const, address: `${hooks.urls[i % RECEIVERS]}/hook-${i}` }),
  }));
  return plantAll(world, readers);
}

/** Makes all deliveries due tomorrow. */
async function postpone({ ctx }: TrialWorld): Promise<void> {
  await ctx.staff.query('UPDATE delivery SET due_at = $1', [new Date(ctx.clock.now() + DAY_MS)]);
}

const RELEASE = `UPDATE delivery SET due_at = $1 WHERE id IN (
  SELECT id FROM delivery WHERE state = 'due' AND due_at > $2 ORDER BY id LIMIT $3)`;

/** Makes the next deliveries due now. */
async function release({ ctx }: TrialWorld, count: number): Promise<void> {
  const now = ctx.clock.now();
  await ctx.staff.query(RELEASE, [new Date(now), new Date(now + DAY_MS / 2), count]);
  for (const lane of ['mail', 'webhook'] as const) await wake(ctx.staff, lane);
}

/** Every try of this trial succeeds. So a delivery with several tries had claims that ended with a killed process. */
async function lostClaims({ ctx }: TrialWorld): Promise<Map<string, number>> {
  const { rows } = await ctx.staff.query<{ id: string; lost: number }>(
    'SELECT s.public_id AS id, d.tries - 1 AS lost FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id',
  );
  return new Map(rows.map(({ id, lost }) => [id, lost]));
}

/** The ids of all messages that were received, as often as they were received. */
function gotOf({ hooks, mails }: Sinks): string[] {
  return [...hooks.got.map(({ id }) => id), ...mails.got.map(({ messageId }) => messageId)];
}

/** Returns the subscriber of a message: `msg_{event}_{subscriber}`, or `<inc-{incident}.sub-{subscriber}@{host}>`. */
function subscriberOf(id: string): string {
  return /(?:\.sub-|_)([a-z0-9]{12})(?:@.*)?$/.exec(id)?.[1] ?? '';
}

/** `inFlight`: claims of both workers at the kills; `lost`: by subscriber, how many of them the killed one held. */
type Facts = { size: number; inFlight: number; lost: ReadonlyMap<string, number> };

function findingsOf(got: readonly string[], { size, inFlight, lost }: Facts): Finding[] {
  const bySubscriber = Map.groupBy(got, subscriberOf);
  const ids = new Set(got);
  const repeats = got.length - ids.size;
  const missing = size - bySubscriber.size;
  const lostClaims = [...lost.values()].reduce((sum, count) => sum + count, 0);
  const unexplained = [...bySubscriber].filter(([subscriber, all]) => all.length - 1 > (lost.get(subscriber) ?? 0));
  return [
    { what: `Missing of ${size} messages`, figure: String(missing), budget: '0', holds: missing === 0 },
    {
      what: 'Repeats, of all messages that a killed worker had in flight',
      figure: String(repeats),
      budget: `≤ ${lostClaims}`,
      holds: repeats <= lostClaims && lostClaims <= inFlight,
    },
    {
      what: 'Messages repeated more often than their worker was killed',
      figure: String(unexplained.length),
      budget: '0',
      holds: unexplained.length === 0,
    },
    {
      what: 'Repeats with another id',
      figure: String(ids.size - bySubscriber.size),
      budget: '0',
      holds: ids.size === bySubscriber.size,
    },
  ];
}
