import path from 'node:path';
import type { ProbeBuffer } from './buffer.ts';
import { type Clock, wait } from './clock.ts';
import { type AgentConfig, readToken } from './config.ts';
import type { Log, Say } from './log.ts';
import { formatSkew, PROBES_MAX, pauseMs, sendBatch } from './send-batches.ts';
import type { WireReceipt } from './wire.ts';

type Surroundings = { config: AgentConfig; clock: Clock; log: Log; buffer: ProbeBuffer; complain: Say };

/** Sends what is in the buffer, oldest first, until it is ended. */
export function startSending({ config, clock, log, buffer, complain }: Surroundings) {
  const ending = new AbortController();
  const timeIsUp = new AbortController();
  let { token } = config;
  let failures = 0;
  let wake = (): void => undefined;

  /** Passes when there may be something to send, or it is time to end. */
  async function news(): Promise<void> {
    if (buffer.isEmpty() && !ending.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
  }

  /** The end cuts one pause short; those after it are as long as they are, until the time is up. */
  async function pause(retryAfter: string | null): Promise<void> {
    const { signal } = ending.signal.aborted ? timeIsUp : ending;
    await wait(clock, pauseMs(failures++, retryAfter), signal);
    if (signal.aborted) failures = 0;
  }

  async function sendOldest(): Promise<void> {
    const { taken, probes } = await buffer.oldest(PROBES_MAX);
    if (taken.length === 0) return; // nothing of it could be read
    const outcome = await sendBatch({ config: { ...config, token }, clock, signal: timeIsUp.signal }, probes);
    if (outcome.kind === 'taken') {
      failures = 0;
      await buffer.done(taken);
      complain('Candor', null);
      complain('clock', formatSkew(outcome.skewMs));
      complain('rejected', rejectedWords(outcome.receipt));
    } else if (outcome.kind === 'refused') {
      log.warn(
        `Candor will never take a batch of ${probes.length} probes; it is in ${path.join(config.buffer, 'refused')}: ${outcome.why}`,
      );
      await buffer.refuse(taken);
    } else {
      complain('Candor', `takes nothing now, ${Math.ceil(buffer.bytes() / 1000)} kB are kept: ${outcome.why}`);
      if (outcome.isTokenAtFault && config.tokenFile) token = await readToken(config).catch(() => token);
      await pause(outcome.retryAfter);
    }
  }

  async function sendAll(): Promise<void> {
    while (!timeIsUp.signal.aborted) {
      await news();
      if (!buffer.isEmpty()) await sendOldest();
      else if (ending.signal.aborted) return;
    }
  }

  const sending = sendAll();
  return {
    /** There is something new in the buffer. */
    ring: () => wake(),

    /** Tries for `ms` at most to send what is left; resolves when that is done or the time is up. */
    async end(ms: number): Promise<void> {
      ending.abort();
      wake();
      const cancel = clock.after(ms, () => timeIsUp.abort());
      await Promise.race([sending, new Promise((resolve) => timeIsUp.signal.addEventListener('abort', resolve))]);
      cancel();
    },
  };
}

function rejectedWords({ rejected }: WireReceipt): string | null {
  const first = rejected[0];
  return first ? `${rejected.length} probes were not taken; the first: ${first.code}, ${first.detail}` : null;
}
