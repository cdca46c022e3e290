import path from 'node:path';
import type { ProbeBuffer } from './buffer.ts';
import { type Clock, wait } from './clock.ts';
import { type AgentConfig, readToken } from './config.ts';
import type { Log, ReportProblem } from './log.ts';
import { formatSkew, PROBES_MAX, pauseMs, sendBatch } from './send-batches.ts';
import type { WireReceipt } from './wire.ts';

type Sender = { config: AgentConfig; clock: Clock; log: Log; buffer: ProbeBuffer; report: ReportProblem };

/** Sends the buffered batches, oldest first, until `end` is called. */
export function startSending({ config, clock, log, buffer, report }: Sender) {
  const ending = new AbortController();
  const timeIsUp = new AbortController();
  let { token } = config;
  let failures = 0;
  let wake = (): void => undefined;

  /** Resolves when there may be something to send or sending is to end. */
  async function waitForProbes(): Promise<void> {
    if (buffer.isEmpty() && !ending.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
  }

  /** Waits before the next attempt. `end` cuts the current pause short; later pauses have their full length, until the time is up. */
  async function pause(retryAfterMs: number | null): Promise<void> {
    const { signal } = ending.signal.aborted ? timeIsUp : ending;
    await wait(clock, pauseMs(failures++, retryAfterMs), signal);
    if (signal.aborted) failures = 0;
  }

  async function sendOldest(): Promise<void> {
    const { taken, probes } = await buffer.oldest(PROBES_MAX);
    if (taken.length === 0) return; // no file could be read
    const outcome = await sendBatch({ config: { ...config, token }, clock, signal: timeIsUp.signal }, probes);
    if (outcome.kind === 'accepted') {
      failures = 0;
      await buffer.remove(taken);
      report('delivery', null);
      report('clock', formatSkew(outcome.skewMs));
      report('probes', formatRejected(outcome.receipt));
    } else if (outcome.kind === 'refused') {
      log.warn(
        `delivery: Candor rejected a batch of ${probes.length} probes; moved to ${path.join(config.buffer, 'refused')}: ${outcome.reason}`,
      );
      await buffer.refuse(taken);
    } else {
      const kilobytes = Math.ceil(buffer.bytes() / 1000);
      report('delivery', `Candor is not accepting probes (${outcome.reason}); ${kilobytes} kB buffered`);
      if (outcome.isTokenInvalid && config.tokenFile) token = await readToken(config).catch(() => token);
      await pause(outcome.retryAfterMs);
    }
  }

  async function sendAll(): Promise<void> {
    while (!timeIsUp.signal.aborted) {
      await waitForProbes();
      if (!buffer.isEmpty()) await sendOldest();
      else if (ending.signal.aborted) return;
    }
  }

  const sending = sendAll();
  return {
    /** Starts sending after probes were added to the buffer. */
    wake: () => wake(),

    /** Sends the remaining batches for at most `ms`. Resolves when all are sent or the time is up. */
    async end(ms: number): Promise<void> {
      ending.abort();
      wake();
      const cancel = clock.after(ms, () => timeIsUp.abort());
      await Promise.race([sending, new Promise((resolve) => timeIsUp.signal.addEventListener('abort', resolve))]);
      cancel();
    },
  };
}

function formatRejected({ rejected }: WireReceipt): string | null {
  const first = rejected[0];
  return first ? `Candor rejected ${rejected.length} probes; first: ${first.code}, ${first.detail}` : null;
}
