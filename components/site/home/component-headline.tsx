import type { ReactNode } from 'react';
import { Banner } from '#components/ui/banner';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { formatFleet } from '#components/ui/format-fleet.ts';
import { UtcTime } from '#components/ui/utc-time';
import { toneOf } from '#domain/measurement/tone';
import { checkedAt } from '#domain/site/checked-at';
import { type ComponentFact, componentFact } from '#domain/site/headline-facts';
import { type PublicStatus, publicStatus } from '#domain/site/public-status';
import type { ComponentSummary, SystemSummary } from '#domain/site/summary';
import { sinceMoment } from '#domain/time/format-brief';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import { enHome } from '#messages/en/home';
import { Checked } from './checked.tsx';
import { formatHeadline } from './format-headline.ts';
import { IncidentLine } from './incident-line.tsx';

const TEXT = enFigures.component;

type Props = { component: ComponentSummary; summary: SystemSummary };

/** Shows the current status of a component as a banner, with the open incidents that name it. */
export function ComponentHeadline({ component, summary }: Props) {
  const { name, publicId } = component;
  const now = summary.generatedAt;
  if (summary.archived.includes(component))
    return <Banner id="_headline" tone="not_monitored" title={TEXT.headline.archived(name)} lead={TEXT.archived} />;
  const status = publicStatus(component);
  const fact = componentFact(component);
  const incidents = summary.openIncidents.filter(({ components }) =>
    components.some((one) => one.publicId === publicId),
  );
  return (
    <Banner
      id="_headline"
      tone={status.tone}
      isRecovering={status.kind === 'recovering'}
      title={titleOf(name, status, fact)}
      lead={leadOf(component, { status, fact }, now)}
      facts={factsOf(component, { status, fact }, now)}
    >
      {incidents.map((incident) => (
        <IncidentLine key={incident.publicId} incident={incident} now={now} />
      ))}
    </Banner>
  );
}

/** Returns the headline, which is that of the home page unless the latter is about all components. */
function titleOf(name: string, { kind }: PublicStatus, fact: ComponentFact | null): string {
  if (kind === 'operational' || kind === 'not_monitored' || kind === 'unknown' || kind === 'incident')
    return TEXT.headline[kind](name);
  return fact === null ? TEXT.headline.incident(name) : formatHeadline(fact, 0);
}

type Shown = { status: PublicStatus; fact: ComponentFact | null };

/** Returns the sentence below the headline: since when, or the instances in sync. */
function leadOf(component: ComponentSummary, { status, fact }: Shown, now: Instant): ReactNode {
  const { kind, since } = status;
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
      {fact?.regions?.areOthersOperational && ` ${enHome.lead.otherRegions}`}
    </>
  );
}

/** Returns the failing regions, when the component was checked, and since when it is operational. */
function factsOf(component: ComponentSummary, { status, fact }: Shown, now: Instant) {
  const at = checkedAt({
    generatedAt: now,
    latestObservedAt: component.latestObservedAt,
    overall: toneOf(component),
    components: [component],
  });
  const failing = fact?.regions?.failing ?? [];
  const { since } = component;
  return [
    ...(failing.length > 1 ? [{ icon: 'globe' as const, text: failing.join(', ') }] : []),
    ...(at === null
      ? []
      : [{ icon: 'clock' as const, text: <Checked at={at} isKnown={status.kind !== 'unknown'} now={now} /> }]),
    ...(status.kind === 'operational' && since !== null ? [{ text: <Operational since={since} now={now} /> }] : []),
  ];
}

function Operational({ since, now }: { since: Instant; now: Instant }) {
  return (
    <>
      {TEXT.operationalSince} <UtcTime at={since} text={sinceMoment(since, now)} />
    </>
  );
}
