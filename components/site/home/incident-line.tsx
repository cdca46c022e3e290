import { BannerRow } from '#components/ui/banner';
import { RelativeTime } from '#components/ui/relative-time';
import { UtcTime } from '#components/ui/utc-time';
import { headlineUpdates } from '#domain/incident/headline-updates';
import type { PublicIncident } from '#domain/incident/public-incident';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enHome } from '#messages/en/home';

const TEXT = enHome.openIncident;

/** Shows an open incident in one line below a headline: its title, the time of its latest update, and a link. */
export function IncidentLine({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const { publicId, title, updates } = incident;
  const [latest] = headlineUpdates(updates);
  return (
    <BannerRow
      tone="incident"
      end={
        <a
          href={`/incidents/${publicId}`}
          className="link shrink-0"
          aria-label={`${TEXT.all(updates.length)}: ${title}`}
        >
          {TEXT.all(updates.length)}
        </a>
      }
    >
      <strong className="me-2.5 font-semibold">{title}</strong>
      {latest && (
        <span className="inline-block text-quiet">
          {TEXT.updated} <UtcTime at={latest.occurredAt} text={formatMoment(latest.occurredAt, now)} />
          <RelativeTime at={latest.occurredAt} text={TEXT.ago} />
        </span>
      )}
    </BannerRow>
  );
}
