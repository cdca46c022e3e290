import type { Health } from '#domain/measurement/probe';
import type { Instant } from '#domain/time/interval';
import { AppError } from '#server/errors';
import type { Sender } from '#server/identity/tokens/authenticate';
import type { Receipt } from './schemas.ts';
import type { SeriesCache } from './series-cache.ts';
import type { WriteQueue } from './write-queue.ts';

/** Equal pings of one key within this time count as one, because heartbeats are for intervals of minutes and hours. */
const SAME_PING_MS = 1_000;
/** Keys whose last ping is remembered. Only valid keys are. */
const REMEMBERED_MAX = 10_000;

type Services = { series: SeriesCache; queue: WriteQueue };
/** `start` and `log` carry no information on whether the job succeeds. */
export type Ping = { signal: 'success' | 'fail' | 'start' | 'log'; receivedAt: Instant };
type Signal = { health: Extract<Health, 'up' | 'down'>; receivedAt: Instant };

/**
 * Makes the verb that accepts a ping: a probe, at the instant of its receipt, of the instance of the heartbeat. The probe is durable when
 * the verb resolves. A ping that repeats another within a second is a duplicate and is not stored; start and log change nothing.
 * Errors: forbidden where the token belongs to no heartbeat, overloaded.
 */
export function createAcceptPing({ series, queue }: Services) {
  const last = new Map<string, Signal>();

  function isRepeat(key: string, { health, receivedAt }: Signal): boolean {
    const before = last.get(key);
    return before?.health === health && Math.abs(receivedAt - before.receivedAt) < SAME_PING_MS;
  }

  return async function acceptPing(sender: Sender, { signal, receivedAt }: Ping): Promise<Receipt> {
    const { heartbeat, sourceId, prefix } = sender;
    if (!sender.scopes.includes('probes:ping') || heartbeat === null || sourceId === null)
      throw new AppError('forbidden', 'This token lacks the scope probes:ping of a heartbeat.');
    if (signal === 'start' || signal === 'log') return { accepted: 0, duplicates: 0, rejected: [] };
    const ping: Signal = { health: signal === 'fail' ? 'down' : 'up', receivedAt };
    if (isRepeat(prefix, ping)) return { accepted: 0, duplicates: 1, rejected: [] };
    const [seriesId] = await series.resolve(sourceId, [
      { componentId: heartbeat.componentId, probe: { instance: heartbeat.instance } },
    ]);
    const row = {
      at: ping.receivedAt,
      seriesId: seriesId as number,
      health: ping.health,
      dataAgeMs: null,
      latencyUs: null,
      receivedAfterS: 0,
    };
    const duplicates = await queue.write([row]);
    if (last.size >= REMEMBERED_MAX) last.clear();
    last.set(prefix, ping);
    return { accepted: 1 - duplicates, duplicates, rejected: [] };
  };
}
