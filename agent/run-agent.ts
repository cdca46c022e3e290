import { openBuffer, type ProbeBuffer } from './buffer.ts';
import { type Clock, wait, within } from './clock.ts';
import type { AgentConfig } from './config.ts';
import { type Log, onceEach } from './log.ts';
import { createMembers } from './members.ts';
import { nextAt } from './phase.ts';
import { pollTarget, type Target } from './poll-target.ts';
import { PROBES_MAX } from './send-batches.ts';
import { startSending } from './start-sending.ts';
import { createTargetList, keyOf, type Member, type TargetList } from './target-list.ts';
import type { WireProbe } from './wire.ts';

/** So long it tries to send what is left when it is told to end; the rest stays on disk for the next start. */
const LAST_WORDS_MS = 5_000;
/** A read of targets that goes on for so long at the end hangs. */
const HANGING_MS = 1_000;
const MEGABYTE = 1_000_000;

type Agent = {
  config: AgentConfig;
  clock: Clock;
  log: Log;
  buffer: ProbeBuffer;
  list: TargetList;
  complain: ReturnType<typeof onceEach>;
};

/**
 * Observes its targets until `signal` ends it; what it saw is on disk until Candor has it. Resolves to whether a read of targets hangs: it holds
 * a thread, for which the end of the process would wait.
 */
export async function runAgent(
  config: AgentConfig,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
): Promise<{ hangs: boolean }> {
  const complain = onceEach(log);
  const buffer = await openBuffer(config.buffer, { bytesMax: config.bufferMegabytes * MEGABYTE, log, complain });
  const members = createMembers(config, complain);
  const list = createTargetList(config, await members.load(), { clock, complain });
  const agent: Agent = { config, clock, log, buffer, list, complain };
  const pending: WireProbe[] = [];
  const polling = pollAll(agent, pending, signal);
  const sending = startSending(agent);
  const pass = async () => {
    await flush(buffer, pending);
    sending.ring();
  };
  const take = async (left: Member[]) => {
    pending.push(
      ...left.map(
        (member): WireProbe => ({ ...member, observedAt: new Date(clock.now()).toISOString(), health: 'retired' }),
      ),
    );
    polling.follow();
    await pass();
    await members.save(list.members());
  };
  let taking = Promise.resolve();
  void followTargets(agent, signal, (left) => (taking = take(left)));
  while (!signal.aborted) {
    await wait(clock, config.intervalSeconds * 1000, signal);
    void pass(); // a disk that hangs must not keep us from ending
  }
  polling.stop();
  await Promise.all([sending.end(LAST_WORDS_MS), within(clock, LAST_WORDS_MS, taking)]); // members that are not saved would be retired again
  if (buffer.heldProbes() > 0) log.warn(`${buffer.heldProbes()} probes could not be written or sent, and are lost`);
  return { hangs: await list.hangs(HANGING_MS) };
}

/** Reads the list of targets every interval, beside everything else: what is slow there delays neither observing nor sending. */
async function followTargets(
  { config, clock, list, log }: Agent,
  signal: AbortSignal,
  onRead: (left: Member[]) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const left = await list.refresh();
    if (signal.aborted) return;
    if (left.length > 0)
      log.info(
        `${left.length} targets left and are retired: ${left.slice(0, 5).map(keyOf).join(', ')}${left.length > 5 ? ', …' : ''}`,
      );
    await onRead(left);
    await wait(clock, config.intervalSeconds * 1000, signal);
  }
}

/** Hands what was seen over to the buffer at once; resolves when it is on disk, or is known not to come there now. */
async function flush(buffer: ProbeBuffer, pending: WireProbe[]): Promise<void> {
  const keeping: Promise<void>[] = [];
  while (pending.length > 0) keeping.push(buffer.add(pending.splice(0, PROBES_MAX)));
  await Promise.all(keeping);
}

/** Polls each target in its phase; one that has not answered yet is not asked again. */
function pollAll({ config, clock, list, complain }: Agent, pending: WireProbe[], signal: AbortSignal) {
  const timers = new Map<string, () => void>();
  const intervalMs = config.intervalSeconds * 1000;

  function schedule(key: string): void {
    const at = nextAt(key, intervalMs, clock.now() + 1);
    timers.set(
      key,
      clock.after(at - clock.now(), () => void observe(key)),
    );
  }

  async function observe(key: string): Promise<void> {
    const target = list.targets.get(key);
    if (!target || signal.aborted) {
      timers.delete(key);
      return;
    }
    const observedAt = new Date(clock.now()).toISOString();
    const { reading, complaint, detail } = await pollTarget(target, config.timeoutSeconds * 1000, clock.monotonicMs);
    complain(key, complaint ?? null, detail);
    if (signal.aborted) return;
    if (list.targets.has(key)) pending.push(probeOf(target, observedAt, reading));
    schedule(key);
  }

  return {
    /** Takes up targets that are new. */
    follow: () => {
      for (const key of list.targets.keys()) if (!timers.has(key)) schedule(key);
    },
    stop: () => {
      for (const cancel of timers.values()) cancel();
    },
  };
}

function probeOf(
  { component, instance, group }: Target,
  observedAt: string,
  reading: Pick<WireProbe, 'health' | 'dataAgeSeconds' | 'latencyMs'>,
): WireProbe {
  const { region, zone } = group;
  return { component, instance, ...(region ? { region } : {}), ...(zone ? { zone } : {}), observedAt, ...reading };
}
