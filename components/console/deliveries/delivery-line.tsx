import { totalOf } from '#domain/delivery/progress';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type { ReportedEvent } from '#server/delivery/reads/delivery-report';
import { formatCounts, formatEvent, formatReached, formatSummary } from './format-delivery.ts';

/** Shows how many recipients the latest update of an incident reached, and within which time. Shows nothing without recipients. */
export function DeliveryLine({ events, now }: { events: readonly ReportedEvent[]; now: Instant }) {
  const event = events.find((one) => totalOf(one) > 0);
  if (event === undefined) return null;
  return (
    <p className="mt-3 text-small text-quiet">
      {consoleDeliveriesEn.updateOf(formatMoment(event.publishedAt, now), formatEvent(event))} · {formatSummary(event)}{' '}
      ·{' '}
      <a href={`/console/deliveries?incident=${event.incident.publicId}`} className="link">
        {consoleDeliveriesEn.title}
      </a>
    </p>
  );
}

/** Shows the delivery results of an update, like "206 sent, 3 deferred". Shows nothing without recipients. */
export function DeliveryCounts({ event }: { event: ReportedEvent }) {
  const { publicId } = event.incident;
  if (totalOf(event) === 0) return null;
  return (
    <p className="text-small">
      <a href={`/console/deliveries?incident=${publicId}&event=${event.id}`} className="link">
        {formatCounts(event)}
      </a>{' '}
      <span className="text-quiet">· {formatReached(event)}</span>
    </p>
  );
}
