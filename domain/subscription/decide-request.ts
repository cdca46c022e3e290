import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { SubscriberState } from './subscription.ts';

/** The decision about a request. `too_soon`: its recipient has reached the limit of e-mails about requests. */
export type Decision = 'create' | 'renew' | 'send_link' | 'too_soon';
/** `sentAt`: when e-mails about requests were sent to this recipient within the last day. */
type Facts = { now: Instant; sentAt: readonly Instant[]; existing: SubscriberState | null };

const PAUSE_MS = 900_000;
const PER_DAY_MAX = 3;

/**
 * Decides a request to subscribe. A subscription that was never confirmed, or whose address is suppressed, gets another
 * link to confirm; any other existing one gets the link to its page. One e-mail per recipient in 15 minutes, three per day.
 */
export function decideRequest({ now, sentAt, existing }: Facts): Decision {
  const today = sentAt.filter((at) => at > now - DAY_MS);
  if (today.length >= PER_DAY_MAX || today.some((at) => at > now - PAUSE_MS)) return 'too_soon';
  if (existing === null || existing === 'ended') return 'create';
  return existing === 'unconfirmed' || existing === 'suppressed' ? 'renew' : 'send_link';
}
