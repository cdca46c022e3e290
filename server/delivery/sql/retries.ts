import { raw } from '@prisma/client/runtime/client';
import type { Prisma } from '#prisma';
import { SHOWN_STATE } from './delivery-report.ts';

/** Which deliveries of an event are tried again. Null matches all. */
export type RetryChoice = {
  event: string;
  state: 'deferred' | 'dead';
  channel: string | null;
  outcome: string | null;
  subscriber: string | null;
};

/**
 * Makes deliveries due now, and returns their number. A dead one starts again with its first try, in the retry lane, so that a failing endpoint delays no new
 * event.
 */
export function makeDue(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  { event, state, channel, outcome, subscriber }: RetryChoice,
  now: Date,
): Promise<number> {
  return tx.$executeRaw`UPDATE delivery d SET due_at = ${now}, state = 'due', settled_at = NULL,
      tries = CASE d.state WHEN 'dead' THEN 0 ELSE d.tries END,
      lane = CASE s.channel WHEN 'email' THEN 'mail_retry' ELSE 'webhook_retry' END
    FROM event e, subscriber s
    WHERE e.public_id = ${event} AND d.event_id = e.id AND s.id = d.subscriber_id AND ${raw(SHOWN_STATE)} = ${state}
      AND (${channel}::text IS NULL OR s.channel = ${channel}) AND (${outcome}::text IS NULL OR d.outcome = ${outcome})
      AND (${subscriber}::text IS NULL OR s.public_id = ${subscriber})`;
}
