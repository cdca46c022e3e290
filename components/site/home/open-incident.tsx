import { FoldedText } from '#components/site/incidents/folded-text';
import { WhatYouCanDo } from '#components/site/incidents/what-you-can-do';
import { BannerSection } from '#components/ui/banner';
import { ButtonLink } from '#components/ui/button';
import { Icon } from '#components/ui/icon';
import { NextUpdateLine } from '#components/ui/next-update-line';
import { RelativeTime } from '#components/ui/relative-time';
import { Tag } from '#components/ui/tag';
import { UtcTime } from '#components/ui/utc-time';
import { headlineUpdates } from '#domain/incident/headline-updates';
import type { PublicIncident, PublicUpdate } from '#domain/incident/public-incident';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enHome } from '#messages/en/home';
import { enIncidents } from '#messages/en/incidents';
import { enSubscribe } from '#messages/en/subscribe';

const TEXT = enHome.openIncident;

type Props = { incident: PublicIncident; isTitled?: boolean; now: Instant };

/** Shows an open incident below the headline: its latest updates and the time of the next one. `isTitled`: the headline is not its title already. */
export function OpenIncident({ incident, isTitled = true, now }: Props) {
  const { publicId, title, updates, whatYouCanDo, nextUpdateBy } = incident;
  const address = `/incidents/${publicId}`;
  const announcedAt = updates.find((update) => update.nextUpdateBy !== null)?.publishedAt ?? incident.publicAt;
  return (
    <BannerSection>
      <section id={`incident-${publicId}`} aria-label={title} className="space-y-4">
        {isTitled && (
          <h2 className="text-section">
            <a href={address} className="hover:underline">
              {title}
            </a>
          </h2>
        )}
        {headlineUpdates(updates).map((update) => (
          <Latest key={update.publicId} update={update} now={now} />
        ))}
        <WhatYouCanDo text={whatYouCanDo} />
        <NextUpdateLine by={nextUpdateBy} from={announcedAt} now={now} />
        <p className="flex flex-wrap gap-2.5">
          <ButtonLink href={address}>{TEXT.all(updates.length)}</ButtonLink>
          <ButtonLink href={`/subscribe?incident=${publicId}`} variant="ghost">
            <Icon name="bell" className="size-4" />
            {enSubscribe.toIncident}
          </ButtonLink>
        </p>
      </section>
    </BannerSection>
  );
}

/** Shows one update with the state it set, its time, and whether it is automatic. */
function Latest({ update, now }: { update: PublicUpdate; now: Instant }) {
  const { state, html, text, occurredAt, isAutomatic } = update;
  return (
    <div>
      <p className="-mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-small text-quiet">
        <Tag>{enIncidents.state[state]}</Tag>
        <span>
          {TEXT.updated} <UtcTime at={occurredAt} text={formatMoment(occurredAt, now)} />
          <RelativeTime at={occurredAt} text={TEXT.ago} />
          {isAutomatic && `, ${enIncidents.page.automatic}`}
        </span>
      </p>
      <div className="mt-3">
        <FoldedText html={html} text={text} />
      </div>
    </div>
  );
}
