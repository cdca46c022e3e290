import { LastIncident } from '#components/site/incidents/last-incident';
import { Banner, BannerRow } from '#components/ui/banner';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { ListedIncident, PublicIncident } from '#domain/incident/public-incident';
import { stateSince } from '#domain/incident/state-since';
import { checkedAt } from '#domain/site/checked-at';
import { type HeadlineFact, headlineFacts } from '#domain/site/headline-facts';
import type { SystemSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { Checked } from './checked.tsx';
import { formatFurther, formatHeadline } from './format-headline.ts';
import { headlineLead } from './headline-lead.tsx';
import { OpenIncident } from './open-incident.tsx';

/** Shows what the page reports: the headline, other facts and open incidents as one object. `latest`: the latest closed incident. */
export function Headline({ summary, latest }: { summary: SystemSummary; latest: ListedIncident | null }) {
  const [first, ...rest] = headlineFacts(summary);
  const count = summary.components.length;
  return (
    <Banner
      id="_headline"
      tone={first.tone}
      isRecovering={first.kind === 'recovering'}
      title={formatHeadline(first, count)}
      lead={headlineLead(first, summary)}
      facts={metaOf(first, summary, latest)}
    >
      {rest.map((fact) => (
        <Further key={keyOf(fact)} fact={fact} summary={summary} />
      ))}
      {incidentsOf(first, summary).map((incident) => (
        <OpenIncident
          key={incident.publicId}
          incident={incident}
          isTitled={first.kind !== 'incident' || first.incident !== incident}
          now={summary.generatedAt}
        />
      ))}
    </Banner>
  );
}

function metaOf(first: HeadlineFact, summary: SystemSummary, latest: ListedIncident | null) {
  const at = checkedAt(summary);
  const now = summary.generatedAt;
  const regions = first.kind !== 'incident' && first.regions !== null ? first.regions.failing : [];
  return [
    ...(regions.length > 1 ? [{ icon: 'globe' as const, text: regions.join(', ') }] : []),
    ...(at === null
      ? []
      : [{ icon: 'clock' as const, text: <Checked at={at} isKnown={first.kind !== 'unknown'} now={now} /> }]),
    ...(first.kind === 'operational' && latest !== null
      ? [{ text: <LastIncident incident={latest} now={now} /> }]
      : []),
  ];
}

function keyOf(fact: HeadlineFact): string {
  return fact.kind === 'incident' ? fact.incident.publicId : `${fact.kind} ${fact.tone} ${fact.names.join()}`;
}

function Further({ fact, summary }: { fact: HeadlineFact; summary: SystemSummary }) {
  const now = summary.generatedAt;
  const since = fact.kind === 'incident' ? stateSince(fact.incident) : fact.since;
  const isUnconfirmed = fact.kind === 'possible' || fact.kind === 'worsening';
  return (
    <BannerRow tone={fact.kind === 'worsening' ? 'possible' : fact.tone} isRecovering={fact.kind === 'recovering'}>
      <strong className="font-semibold">{formatFurther(fact, summary.components.length)}</strong>
      {since !== null && (
        <>
          {` ${en.since} `}
          <UtcTime at={since} text={formatMoment(since, now)} />,{' '}
          {isUnconfirmed ? en.unconfirmed : formatBriefDuration(Math.max(0, now - since))}
        </>
      )}
    </BannerRow>
  );
}

/** Returns the open incidents, those of the headline first. */
function incidentsOf(first: HeadlineFact, { openIncidents }: SystemSummary): PublicIncident[] {
  const isOfHeadline = (incident: PublicIncident) =>
    first.kind === 'incident'
      ? incident === first.incident
      : incident.components.some(({ name }) => first.names.includes(name));
  return openIncidents.toSorted((a, b) => Number(isOfHeadline(b)) - Number(isOfHeadline(a)));
}
