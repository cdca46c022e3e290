import type { ReactNode } from 'react';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import { stateSince } from '#domain/incident/state-since';
import { type Tone, toneOf } from '#domain/measurement/tone';
import type { ComponentFact, HeadlineFact, IncidentFact } from '#domain/site/headline-facts';
import type { SystemSummary } from '#domain/site/summary';
import { formatMoment, formatMomentExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enHome } from '#messages/en/home';
import { en } from '#messages/en/site';
import { formatNames } from './format-headline.ts';

const TEXT = enHome.lead;
const NAMED_MAX = 2;
const BEFORE: Partial<Record<Tone, (many: boolean) => string>> = TEXT.before;

/** Shows the line below the headline: since when, and what still works. Null if there is nothing to add. */
export function headlineLead(fact: HeadlineFact, summary: SystemSummary): ReactNode {
  const now = summary.generatedAt;
  if (fact.kind === 'incident') return <IncidentLead fact={fact} now={now} />;
  if (fact.kind === 'operational') return null;
  if (fact.kind === 'not_monitored') return summary.components.length === 0 ? TEXT.noComponents : TEXT.noProbes;
  if (fact.kind === 'unknown') return <NoDataLead since={fact.since} now={now} />;
  if (fact.kind === 'possible' || fact.kind === 'worsening') return <UnconfirmedLead since={fact.since} now={now} />;
  const others = formatOthers(fact, summary);
  if (fact.since === null) return others;
  return (
    <>
      {fact.kind === 'recovering' ? (
        <RecoveringLead fact={fact} since={fact.since} now={now} />
      ) : (
        <>
          {TEXT.since} <Moment at={fact.since} now={now} />, {formatBriefDuration(Math.max(0, now - fact.since))}.
        </>
      )}
      {others && ` ${others}`}
    </>
  );
}

function Moment({ at, now }: { at: Instant; now: Instant }) {
  return <UtcTime at={at} text={formatMoment(at, now)} />;
}

function IncidentLead({ fact: { incident, isOperational }, now }: { fact: IncidentFact; now: Instant }) {
  return (
    <>
      {isOperational && `${TEXT.noFailure} `}
      {TEXT.incident[incident.state]} <Moment at={stateSince(incident)} now={now} />.
    </>
  );
}

function NoDataLead({ since, now }: { since: Instant | null; now: Instant }) {
  if (since === null) return TEXT.noData;
  return (
    <>
      {TEXT.noDataSince} <Moment at={since} now={now} />.
    </>
  );
}

function UnconfirmedLead({ since, now }: { since: Instant | null; now: Instant }) {
  return (
    <>
      {TEXT.failuresSince} {since !== null && <UtcTime at={since} text={formatMomentExact(since, now)} />},{' '}
      {en.unconfirmed}.
    </>
  );
}

type RecoveringProps = { fact: ComponentFact; since: Instant; now: Instant };

function RecoveringLead({ fact: { tone, names, failedFrom }, since, now }: RecoveringProps) {
  const before = BEFORE[tone];
  return (
    <>
      {TEXT.since} <Moment at={since} now={now} />.
      {failedFrom !== null && before && (
        <>
          {` ${before(names.length > 1)} `}
          <Moment at={failedFrom} now={now} />, {formatBriefDuration(Math.max(0, since - failedFrom))}.
        </>
      )}
    </>
  );
}

/** Formats what still works: the other regions if one region is named in the headline, else the other components. */
function formatOthers({ regions, names }: ComponentFact, { components }: SystemSummary): string | null {
  const others = components.filter((component) => toneOf(component) === 'operational').map(({ name }) => name);
  const isOneRegion = regions?.failing.length === 1 && names.length === 1;
  if (regions?.areOthersOperational && (isOneRegion || others.length === 0)) return TEXT.otherRegions;
  if (others.length === 0) return null;
  return others.length <= NAMED_MAX
    ? TEXT.operational(formatNames(others), others.length > 1)
    : TEXT.operationalCount(others.length, components.length);
}
