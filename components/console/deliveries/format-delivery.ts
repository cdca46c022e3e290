import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { type DeliveryCounts, type Progress, reached, totalOf } from '#domain/delivery/progress';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import { enIncidents } from '#messages/en/incidents';
import type { DeliveryReason, ReportedEvent } from '#server/delivery/reads/delivery-report';

const TEXT = consoleDeliveriesEn;
const STATES = ['sent', 'waiting', 'deferred', 'suppressed', 'dead'] as const;

/** Formats the state that the update of an event set, like "Monitoring", or the kind of an event without an update. */
export function formatEvent({ state, kind }: Pick<ReportedEvent, 'state' | 'kind'>): string {
  return kind === 'withdrawn' || state === null ? TEXT.kind[kind] : enIncidents.state[state];
}

/** Formats progress in short, like "96 % in 4 min". */
export function formatReached(progress: Progress): string {
  const share = reached(progress);
  if (share === null) return TEXT.noRecipients;
  const percent = TEXT.percent(share.percent);
  return share.withinMs === null ? percent : TEXT.reachedIn(percent, formatBriefDuration(share.withinMs));
}

/** Formats the number of deliveries in each state, without those that have none, like "206 sent, 3 deferred". */
export function formatCounts(counts: DeliveryCounts): string {
  const known = STATES.filter((state) => counts[state] > 0);
  return known.map((state) => `${counts[state]} ${TEXT.state[state].toLowerCase()}`).join(', ');
}

/** Formats progress as a sentence about the latest update, like "Reached 96 % within 4 min". */
export function formatSummary(progress: Progress): string {
  const share = reached(progress);
  if (share === null) return TEXT.noRecipients;
  const percent = TEXT.percent(share.percent);
  return share.withinMs === null
    ? TEXT.summaryNow(percent)
    : TEXT.summary(percent, formatBriefDuration(share.withinMs));
}

/** Returns the share in large and what follows it, like "96 %" and "reached within 4 min, 206 of 214". */
export function reachedParts(progress: Progress): [string, string] {
  const share = reached(progress);
  const [sent, all] = [progress.sent, totalOf(progress)];
  if (share === null) return [TEXT.noRecipients, ''];
  const percent = TEXT.percent(share.percent);
  return share.withinMs === null
    ? [percent, TEXT.reached(sent, all)]
    : [percent, TEXT.reachedWithin(formatBriefDuration(share.withinMs), sent, all)];
}

/** Formats why deliveries were not sent, like "Mail server asked us to retry later (451)". */
export function formatReason({ channel, outcome, code }: Pick<DeliveryReason, 'channel' | 'outcome' | 'code'>): string {
  const texts: Record<string, string> = { ...TEXT.reason.any, ...TEXT.reason[channel] };
  const reason = texts[outcome] ?? outcome;
  return code === null ? reason : TEXT.reason.withCode(reason, code);
}
