import type { ReactNode } from 'react';
import { formatDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import {
  downtimeBasis,
  downtimeMs,
  episodeSpans,
  isOpenIncident,
  type PublicIncident,
} from '#domain/incident/public-incident';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { componentNames } from './format-incident.ts';

const TEXT = enIncidents.page;

/** Shows the start, the affected components and the downtime of an incident, per episode. */
export function IncidentFacts({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const spans = episodeSpans(incident.episodes, now);
  const isDown = spans.length > 0 ? incident.episodes.some(({ to }) => to === null) : isOpenIncident(incident);
  const down = downtimeMs(incident, now);
  return (
    <dl className="mt-6 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1" id="facts">
      <Fact name={TEXT.began}>
        <UtcTime at={incident.startedAt} text={formatMoment(incident.startedAt, now)} />
      </Fact>
      {incident.components.length > 0 && <Fact name={TEXT.affects}>{componentNames(incident)}</Fact>}
      {downtimeBasis(incident, now) === 'reported' ? (
        <Fact name={TEXT.reported}>{TEXT.reportedNote(formatDown(down, isDown, 1))}</Fact>
      ) : (
        <Fact name={down === null ? TEXT.downtime : TEXT.down}>{formatDown(down, isDown, spans.length)}</Fact>
      )}
      {spans.map((span, i) => (
        <Fact key={span.from} name={TEXT.episode(i + 1)}>
          <UtcTime at={span.from} text={formatMoment(span.from, now)} /> –{' '}
          {isDown && i === spans.length - 1 ? TEXT.ongoing : <UtcTime at={span.to} text={formatMoment(span.to, now)} />}{' '}
          ({formatDuration(span.to - span.from)})
        </Fact>
      ))}
    </dl>
  );
}

function formatDown(down: number | null, isDown: boolean, episodes: number): string {
  if (down === null) return TEXT.none;
  return isDown ? TEXT.since(formatDuration(down)) : TEXT.downSum(formatDuration(down), Math.max(episodes, 1));
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
