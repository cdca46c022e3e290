import { z } from 'zod';
import type { Health } from '#domain/measurement/probe';
import type { Instant } from '#domain/time/interval';
import { AppError } from '#server/errors';
import type { Sender } from '#server/identity/tokens/sender';
import type { Checked, DeliveryArrival } from './delivery-kind.ts';
import type { Receipt } from './schemas.ts';
import type { SeriesCache } from './series-cache.ts';
import type { WriteQueue } from './write-queue.ts';

/** Equal pings of one key within this time count as one, because heartbeats are for intervals of minutes and hours. */
const SAME_PING_MS = 1_000;
/** Keys whose last ping is remembered. Only valid keys are. */
const REMEMBERED_MAX = 10_000;

type Services = { series: SeriesCache; queue: WriteQueue };
/** `start` and `log` carry no information on whether the job succeeds. */
export const pingSchema = z.object({ signal: z.enum(['success', 'fail', 'start', 'log']) });
export type Ping = z.infer<typeof pingSchema> & { receivedAt: Instant };
type Signal = { health: Extract<Health, 'up' | 'down'>; receivedAt: Instant };

/** Returns the heartbeat of a sender. Errors: forbidden where the token belongs to none. */
function heartbeatOf({ heartbeat, sourceId, scopes }: Sender) {
  if (!scopes.includes('probes:ping') || heartbeat === null || sourceId === null)
    throw new AppError('forbidden', 'This token lacks the scope probes:ping of a heartbeat.');
  return { heartbeat, sourceId };
}

const changesNothing = (signal: Ping['signal']) => signal === 'start' || signal === 'log';
const NOTHING: Receipt = { accepted: 0, duplicates: 0, rejected: [] };

/** Checks a ping as far as that needs no database. Errors: forbidden. */
export function checkPing(sender: Sender, body: unknown, { receivedAt }: DeliveryArrival): Checked {
  heartbeatOf(sender);
  const { signal } = pingSchema.parse(body);
  return { receipt: changesNothing(signal) ? NOTHING : { ...NOTHING, accepted: 1 }, newestAt: receivedAt };
}

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
    const { heartbeat, sourceId } = heartbeatOf(sender);
    if (changesNothing(signal)) return NOTHING;
    const ping: Signal = { health: signal === 'fail' ? 'down' : 'up', receivedAt };
    if (isRepeat(sender.prefix, ping)) return { accepted: 0, duplicates: 1, rejected: [] };
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
    last.set(sender.prefix, ping);
    return { accepted: 1 - duplicates, duplicates, rejected: [] };
  };
}
