import type { Instant } from '#domain/interval';
import type { Status } from '#domain/status';
import { shownStatus } from '#domain/summary';
import type { Head } from '../db/sql/component-heads.ts';

type Shown = { status: Status; since: Instant | null; phase: Head['phase']; phaseSince: Instant | null };

/** What may be said of a component now: the end of its record, or unknown where that is too old to say anything. */
export function shownHead(head: Head | undefined, now: Instant): Shown {
  const isQuiet = head?.status === 'not_monitored'; // nothing to observe: the judgement alone must be fresh
  const freshestAt = head?.latestObservedAt == null ? null : isQuiet ? head.judgedUpTo : Math.min(head.aliveAt ?? head.latestObservedAt, head.judgedUpTo);
  const status = shownStatus(head?.status ?? 'not_monitored', freshestAt, now);
  if (!head || status !== head.status) return { status, since: freshestAt, phase: 'steady', phaseSince: null };
  return { status, since: head.since, phase: head.phase, phaseSince: head.phaseSince };
}
