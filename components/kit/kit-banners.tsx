import { Banner, BannerRow, BannerSection } from '#components/ui/banner';
import { ButtonLink } from '#components/ui/button';
import { NextUpdateLine } from '#components/ui/next-update-line';

const NOW = Date.parse('2022-03-30T14:18:00.000Z');

/** Shows the banner of each status, with and without attached parts. */
export function KitBanners() {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Banner
        level="h2"
        tone="operational"
        title="All systems operational"
        facts={[{ icon: 'clock', text: 'As of 14:18:07 UTC' }]}
      >
        <BannerRow
          tone="maintenance"
          end={
            <a href="#kit-link" className="link">
              Details
            </a>
          }
        >
          <strong>Planned maintenance for Analytics</strong> on 1 April, 04:00 to 05:00 UTC
        </BannerRow>
      </Banner>
      <Banner
        level="h2"
        tone="possible"
        title="Possible problem with Serving"
        lead="Monitoring shows failures since 13:20:10 UTC, not confirmed yet."
      />
      <Banner level="h2" tone="degraded_performance" title="Serving is degraded" lead="Since 09:12 UTC, 6 min." />
      <Banner
        level="h2"
        tone="partial_outage"
        title="Serving is partly down in us‑west‑2"
        lead="Since 15:06 UTC, 4 min. Other regions are operational."
      >
        <BannerRow tone="degraded_performance">
          <strong>Analytics is degraded</strong> since 15:02 UTC, 8 min
        </BannerRow>
        <BannerRow tone="unknown">
          <strong>No data</strong> for eu‑west‑1 since 15:04 UTC
        </BannerRow>
      </Banner>
      <KitOutage />
      <Banner
        level="h2"
        tone="major_outage"
        isRecovering
        title="Serving is recovering"
        lead="Since 14:30 UTC. It was down from 13:20, 1 h 10 min."
      />
      <Banner
        level="h2"
        tone="unknown"
        title="Current status of Serving unknown"
        lead="No monitoring data since 13:20 UTC."
      />
      <Banner level="h2" tone="not_monitored" title="Not monitored yet" />
      <Banner level="h2" tone="incident" title="Analytics: reports are late" lead="Monitoring shows no failure." />
      <Banner level="h2" tone="maintenance" title="Maintenance in progress" lead="Analytics, 04:00 to 05:00 UTC." />
    </div>
  );
}

function KitOutage() {
  return (
    <Banner
      level="h2"
      tone="major_outage"
      title="Serving is down in 2 of 3 regions"
      lead="Since 13:20 UTC, 58 min. Analytics is operational."
      facts={[
        { icon: 'globe', text: 'us‑east‑1, us‑west‑2' },
        { icon: 'clock', text: 'As of 14:18:12 UTC' },
      ]}
    >
      <BannerSection labelledBy="kit-incident">
        <h3 id="kit-incident" className="text-section">
          Serving down after a network failure in us‑east‑1
        </h3>
        <p className="mt-2">We are reloading all Serving instances.</p>
        <div className="mt-4">
          <NextUpdateLine by={NOW + 720_000} from={NOW - 1_080_000} now={NOW} />
        </div>
        <p className="mt-4">
          <ButtonLink href="#kit-link">View all 4 updates</ButtonLink>
        </p>
      </BannerSection>
    </Banner>
  );
}
