import type { ReactNode } from 'react';
import type { Instant } from '#domain/interval';
import { downtimeMs, episodeSpans, isOpenIncident, type PublicIncident } from '#domain/public-incident';
import { momentWords } from '#domain/utc-words';
import { enIncidents } from '../messages/en-incidents.ts';
import { durationWords } from './duration-words.ts';
import { componentNames } from './incident-words.ts';
import { UtcTime } from './utc-time.tsx';

const TEXT = enIncidents.page;

/** When it began, what it affects and for how long something was down, episode by episode. */
export function IncidentFacts({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const spans = episodeSpans(incident.episodes, now);
  const isDown = incident.episodes.some(({ to }) => to === null);
  const total = durationWords(downtimeMs(incident, now));
  const isMeasured = spans.length > 0 || !isOpenIncident(incident);
  return (
    <dl className="mt-6 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1" id="facts">
      <Fact name={TEXT.began}>
        <UtcTime at={incident.startedAt} words={momentWords(incident.startedAt, now)} />
      </Fact>
      {incident.components.length > 0 && <Fact name={TEXT.affects}>{componentNames(incident)}</Fact>}
      {isMeasured && <Fact name={TEXT.down}>{isDown ? TEXT.since(total) : TEXT.downSum(total, Math.max(spans.length, 1))}</Fact>}
      {spans.map((span, i) => (
        <Fact key={span.from} name={TEXT.episode(i + 1)}>
          <UtcTime at={span.from} words={momentWords(span.from, now)} /> –{' '}
          {isDown && i === spans.length - 1 ? TEXT.goesOn : <UtcTime at={span.to} words={momentWords(span.to, now)} />} ({durationWords(span.to - span.from)})
        </Fact>
      ))}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </>
  );
}
