import { openBuffer, type ProbeBuffer } from './buffer.ts';
import { type Clock, wait, within } from './clock.ts';
import type { AgentConfig } from './config.ts';
import { createMembers } from './known-instances.ts';
import { createProblemReporter, type Log } from './log.ts';
import { nextAt } from './poll-offset.ts';
import { pollTarget, type Target } from './poll-target.ts';
import { PROBES_MAX } from './send-batches.ts';
import { startSending } from './start-sending.ts';
import { createTargetList, keyOf, type Member, type TargetList } from './target-list.ts';
import type { WireProbe } from './wire.ts';

/** Time to send the remaining probes when the agent stops. The rest stays on disk for the next start. */
const FINAL_SEND_MS = 5_000;
/** A read of targets that is still running this long after the end counts as hanging. */
const HANGING_MS = 1_000;
const MEGABYTE = 1_000_000;

type Agent = {
  config: AgentConfig;
  clock: Clock;
  log: Log;
  buffer: ProbeBuffer;
  list: TargetList;
  report: ReturnType<typeof createProblemReporter>;
};

/**
 * Polls the targets until `signal` is aborted. Probes stay on disk until Candor has accepted them. Resolves to whether a read of targets hangs:
 * it occupies a thread, which would delay the end of the process.
 */
export async function runAgent(
  config: AgentConfig,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
): Promise<{ hangs: boolean }> {
  const report = createProblemReporter(log);
  const buffer = await openBuffer(config.buffer, { bytesMax: config.bufferMegabytes * MEGABYTE, log, report });
  const members = createMembers(config, report);
  const list = createTargetList(config, await members.load(), { clock, report });
  const agent: Agent = { config, clock, log, buffer, list, report };
  const pending: WireProbe[] = [];
  const polling = pollAll(agent, pending, signal);
  const sending = startSending(agent);
  const flushAndSend = async () => {
    await flush(buffer, pending);
    sending.wake();
  };
  const retire = async (left: Member[]) => {
    pending.push(
      ...left.map(
        (member): WireProbe => ({ ...member, observedAt: new Date(clock.now()).toISOString(), health: 'retired' }),
      ),
    );
    polling.startNew();
    await flushAndSend();
    await members.save(list.members());
  };
  let retiring = Promise.resolve();
  void followTargets(agent, signal, (left) => (retiring = retire(left)));
  while (!signal.aborted) {
    await wait(clock, config.intervalSeconds * 1000, signal);
    void flushAndSend(); // not awaited, so that a hanging disk cannot delay the end
  }
  polling.stop();
  await Promise.all([sending.end(FINAL_SEND_MS), within(clock, FINAL_SEND_MS, retiring)]); // unsaved members would be retired again
  if (buffer.memoryProbes() > 0)
    log.warn(`buffer: ${buffer.memoryProbes()} probes could not be written or sent and are lost`);
  return { hangs: await list.hangs(HANGING_MS) };
}

/** Reads the list of targets every interval. It runs on its own, so that a slow read delays neither polling nor sending. */
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
        `targets: retired ${left.length} removed instances: ${left.slice(0, 5).map(keyOf).join(', ')}${left.length > 5 ? ', …' : ''}`,
      );
    await onRead(left);
    await wait(clock, config.intervalSeconds * 1000, signal);
  }
}

/** Moves the pending probes to the buffer. Resolves when they are on disk or the write has failed. */
async function flush(buffer: ProbeBuffer, pending: WireProbe[]): Promise<void> {
  const writes: Promise<void>[] = [];
  while (pending.length > 0) writes.push(buffer.add(pending.splice(0, PROBES_MAX)));
  await Promise.all(writes);
}

/** Polls each target once per interval, in its phase. A target is not polled again before it has responded. */
function pollAll({ config, clock, list, report }: Agent, pending: WireProbe[], signal: AbortSignal) {
  const timers = new Map<string, () => void>();
  const intervalMs = config.intervalSeconds * 1000;

  function schedule(key: string): void {
    const at = nextAt(key, intervalMs, clock.now() + 1);
    timers.set(
      key,
      clock.after(at - clock.now(), () => void poll(key)),
    );
  }

  async function poll(key: string): Promise<void> {
    const target = list.targets.get(key);
    if (!target || signal.aborted) {
      timers.delete(key);
      return;
    }
    const observedAt = new Date(clock.now()).toISOString();
    const { sample, problem, detail } = await pollTarget(target, config.timeoutSeconds * 1000, clock.monotonicMs);
    report(key, problem ?? null, detail);
    if (signal.aborted) return;
    if (list.targets.has(key)) pending.push(probeOf(target, observedAt, sample));
    schedule(key);
  }

  return {
    /** Starts polling new targets. */
    startNew: () => {
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
  sample: Pick<WireProbe, 'health' | 'dataAgeSeconds' | 'latencyMs'>,
): WireProbe {
  const { region, zone } = group;
  return { component, instance, ...(region ? { region } : {}), ...(zone ? { zone } : {}), observedAt, ...sample };
}
