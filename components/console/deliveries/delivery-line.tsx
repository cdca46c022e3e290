import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type { ReportedEvent } from '#server/delivery/reads/delivery-report';
import { formatEvent, formatSummary } from './format-delivery.ts';

/** Shows how many recipients the latest update of an incident reached, and within which time. Shows nothing without recipients. */
export function DeliveryLine({ event, now }: { event: ReportedEvent; now: Instant }) {
  const summary = formatSummary(event);
  if (summary === null) return null;
  return (
    <p className="mt-3 text-small text-quiet">
      {consoleDeliveriesEn.updateOf(formatMoment(event.publishedAt, now), formatEvent(event))} · {summary} ·{' '}
      <a href={`/console/deliveries?incident=${event.incident.publicId}`} className="link">
        {consoleDeliveriesEn.title}
      </a>
    </p>
  );
}
