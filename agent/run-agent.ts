import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openBuffer, type ProbeBuffer } from './buffer.ts';
import type { Clock } from './clock.ts';
import { type AgentConfig, ConfigError } from './config.ts';
import { type Log, onceEach } from './log.ts';
import { createMembers } from './members.ts';
import { nextAt } from './phase.ts';
import { pollTarget, type Target } from './poll-target.ts';
import { PROBES_MAX, sendBatch, skewWords } from './send-batches.ts';
import { createTargetList, keyOf, type TargetList } from './target-list.ts';
import type { WireProbe, WireReceipt } from './wire.ts';

const TARGETS_MAX = 10_000;
const LAST_WORDS_MS = 5_000;
const IDLE_MS = 60_000;
const MEGABYTE = 1_000_000;

type Agent = { config: AgentConfig; clock: Clock; log: Log; buffer: ProbeBuffer; list: TargetList; complain: ReturnType<typeof onceEach> };

/** Observes its targets until `signal` ends it; what it saw is on disk until Candor has it. */
export async function runAgent(config: AgentConfig, { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal }): Promise<void> {
  const complain = onceEach(log);
  const buffer = await openBuffer(config.buffer, { bytesMax: config.bufferMegabytes * MEGABYTE, log, complain });
  const members = createMembers(config, complain);
  const list = createTargetList(config, await members.load(), complain);
  const agent: Agent = { config, clock, log, buffer, list, complain };
  const pending: WireProbe[] = [];
  const wake = createBell();
  const polling = pollAll(agent, pending, signal);
  const sending = sendAll(agent, wake, signal);
  while (!signal.aborted) {
    const left = await list.refresh();
    if (list.targets.size > TARGETS_MAX)
      throw new ConfigError(`There are ${list.targets.size} targets: one agent observes at most ${TARGETS_MAX}. Split them.`);
    for (const member of left) pending.push({ ...member, observedAt: new Date(clock.now()).toISOString(), health: 'retired' });
    if (left.length > 0) log.info(`${left.length} targets left and are retired: ${left.slice(0, 5).map(keyOf).join(', ')}${left.length > 5 ? ', …' : ''}`);
    await flush(agent, pending, wake);
    await members.save(list.members());
    polling.follow();
    await wait(config.intervalSeconds * 1000, undefined, { signal }).catch(() => undefined); // stopping
  }
  polling.stop();
  await flush(agent, pending, wake);
  await Promise.race([sending, wait(LAST_WORDS_MS, undefined, { ref: false })]);
}

async function flush({ buffer }: Agent, pending: WireProbe[], wake: Bell): Promise<void> {
  for (let probes = pending.splice(0, PROBES_MAX); probes.length > 0; probes = pending.splice(0, PROBES_MAX)) await buffer.add(probes);
  wake.ring();
}

type Bell = { ring: () => void; heard: () => Promise<void> };

function createBell(): Bell {
  let release: () => void = () => undefined;
  let next = new Promise<void>((resolve) => (release = resolve));
  return {
    ring: () => {
      release();
      next = new Promise<void>((resolve) => (release = resolve));
    },
    heard: () => next,
  };
}

/** Polls each target in its phase; one that has not answered yet is not asked again. */
function pollAll({ config, clock, list, complain }: Agent, pending: WireProbe[], signal: AbortSignal) {
  const timers = new Map<string, NodeJS.Timeout>();
  const intervalMs = config.intervalSeconds * 1000;

  function schedule(key: string): void {
    const at = nextAt(key, intervalMs, clock.now() + 1);
    timers.set(
      key,
      setTimeout(() => void observe(key), at - clock.now()),
    );
  }

  async function observe(key: string): Promise<void> {
    const target = list.targets.get(key);
    if (!target || signal.aborted) {
      timers.delete(key);
      return;
    }
    const observedAt = new Date(clock.now()).toISOString();
    const { reading, complaint } = await pollTarget(target, config.timeoutSeconds * 1000, clock.monotonicMs);
    complain(key, complaint ?? null);
    if (list.targets.has(key) && !signal.aborted) pending.push(probeOf(target, observedAt, reading));
    schedule(key);
  }

  return {
    /** Takes up targets that are new. */
    follow: () => {
      for (const key of list.targets.keys()) if (!timers.has(key)) schedule(key);
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function probeOf({ component, instance, group }: Target, observedAt: string, reading: Pick<WireProbe, 'health' | 'dataAgeSeconds' | 'latencyMs'>): WireProbe {
  const { region, zone } = group;
  return { component, instance, ...(region ? { region } : {}), ...(zone ? { zone } : {}), observedAt, ...reading };
}

/** Sends what is on disk, oldest first, until it is told to stop and nothing is left, or nothing can be sent. */
async function sendAll({ config, clock, log, buffer, complain }: Agent, wake: Bell, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!(signal.aborted && (buffer.isEmpty() || failures > 0))) {
    if (buffer.isEmpty()) {
      await Promise.race([wake.heard(), wait(IDLE_MS, undefined, { signal, ref: false }).catch(() => undefined)]);
      continue;
    }
    const { taken, probes } = await buffer.oldest(PROBES_MAX);
    if (taken.length === 0) continue; // nothing could be read
    const outcome = await sendBatch(config, probes, failures, clock);
    if (outcome.kind === 'taken') {
      failures = 0;
      await buffer.done(taken);
      complain('Candor', null);
      complain('clock', skewWords(outcome.skewMs));
      complain('rejected', rejectedWords(outcome.receipt));
    } else if (outcome.kind === 'refused') {
      log.warn(`Candor will never take a batch of ${probes.length} probes; it is in ${path.join(config.buffer, 'refused')}: ${outcome.why}`);
      await buffer.refuse(taken);
    } else {
      failures++;
      complain('Candor', `takes nothing now, ${Math.ceil(buffer.bytes() / 1000)} kB are kept: ${outcome.why}`);
      await wait(outcome.afterMs, undefined, { signal, ref: false }).catch(() => undefined); // stopping
    }
  }
}

function rejectedWords({ rejected }: WireReceipt): string | null {
  const first = rejected[0];
  return first ? `${rejected.length} probes were not taken; the first: ${first.code}, ${first.detail}` : null;
}
