import type { ReactNode } from 'react';
import { Banner } from '#components/ui/banner';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { formatFleet } from '#components/ui/format-fleet.ts';
import { UtcTime } from '#components/ui/utc-time';
import { type PublicStatus, publicStatus } from '#domain/site/public-status';
import type { ComponentSummary } from '#domain/site/summary';
import { formatExact, formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';

const TEXT = enFigures.component;

type Props = { component: ComponentSummary; isArchived: boolean; now: Instant };

/** Shows the current status of a component as a banner. */
export function ComponentHeadline({ component, isArchived, now }: Props) {
  const { name } = component;
  if (isArchived)
    return <Banner id="_headline" tone="not_monitored" title={TEXT.headline.archived(name)} lead={TEXT.archived} />;
  const status = publicStatus(component);
  return (
    <Banner
      id="_headline"
      tone={status.tone}
      isRecovering={status.kind === 'recovering'}
      title={TEXT.headline[status.kind](name)}
      lead={leadOf(component, status, now)}
      facts={[
        {
          icon: 'clock',
          text: (
            <>
              {TEXT.asOf} <UtcTime at={now} text={formatExact(now)} isExact />
            </>
          ),
        },
      ]}
    />
  );
}

/** Returns the sentence below the headline: since when, or the instances in sync. */
function leadOf(component: ComponentSummary, { kind, since }: PublicStatus, now: Instant): ReactNode {
  if (since === null) return kind === 'operational' ? formatFleet(component) : null;
  const time = <UtcTime at={since} text={formatMoment(since, now)} />;
  if (kind === 'possible')
    return (
      <>
        {TEXT.failuresSince} {time}, {TEXT.unconfirmed}.
      </>
    );
  return (
    <>
      {kind === 'unknown' ? TEXT.noDataSince : TEXT.since} {time}, {formatBriefDuration(Math.max(0, now - since))}.
    </>
  );
}
