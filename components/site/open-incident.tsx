import { NextUpdateLine } from '#components/ui/next-update-line';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import { headlineUpdates } from '#domain/incident/headline-updates';
import type { PublicIncident, PublicUpdate } from '#domain/incident/public-incident';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { toneOfIncident } from './format-incident.ts';
import { PublishedText } from './published-text.tsx';
import { WhatYouCanDo } from './what-you-can-do.tsx';

const TEXT = enIncidents.page;

/** Shows an open incident on the home page: its latest updates and the time of the next one. */
export function OpenIncident({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const tone = toneOfIncident(incident);
  const address = `/incidents/${incident.publicId}`;
  return (
    <section
      id={`incident-${incident.publicId}`}
      aria-labelledby={`title-${incident.publicId}`}
      className={`mt-8 border-s-2 ${STATUS_TOKENS[tone].edge} ps-4 sm:ps-6`}
    >
      <h2 id={`title-${incident.publicId}`} className="flex items-start gap-2 text-section">
        <StatusIcon tone={tone} className="mt-0.5" />
        <a href={address} className="underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink">
          {incident.title}
        </a>
      </h2>
      {headlineUpdates(incident.updates).map((update) => (
        <FrontText key={update.publicId} update={update} now={now} />
      ))}
      <WhatYouCanDo text={incident.whatYouCanDo} />
      <NextUpdateLine
        by={incident.nextUpdateBy}
        from={incident.updates[0]?.publishedAt ?? incident.startedAt}
        now={now}
      />
      <p className="mt-2 text-small">
        <a href={address} className="inline-block min-h-6 text-accent underline underline-offset-2">
          {TEXT.more}
        </a>
      </p>
    </section>
  );
}

/** Shows one update with the state it set, its time, and whether it is automatic. */
function FrontText({ update: { state, html, occurredAt, isAutomatic }, now }: { update: PublicUpdate; now: Instant }) {
  return (
    <>
      <p className="mt-1 text-small text-quiet">
        <strong className="font-semibold text-ink">{enIncidents.state[state]}</strong>,{' '}
        <UtcTime at={occurredAt} text={formatMoment(occurredAt, now)} />
        {isAutomatic && `, ${TEXT.automatic}`}
      </p>
      <div className="mt-2">
        <PublishedText html={html} />
      </div>
    </>
  );
}
