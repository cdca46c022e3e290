import type { ReactNode } from 'react';
import { formatDuration } from '#components/ui/format-duration.ts';
import { NextUpdateLine } from '#components/ui/next-update-line';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import { downtimeBasis, downtimeMs, type PublicIncident } from '#domain/incident/public-incident';
import { givesAdvice } from '#domain/incident/update-lint';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

const TEXT = enIncidents.page.questions;

/** Answers common questions of partners during an incident, as far as known facts answer them. */
export function IncidentQuestions({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const { components, updates, nextUpdateBy, whatYouCanDo } = incident;
  const downMs = downtimeMs(incident, now);
  const advice = updates.find(({ text, retractedAt }) => retractedAt === null && givesAdvice(text));
  return (
    <section className="mt-10" id="questions" aria-labelledby="questions-title">
      <h2 id="questions-title" className="text-section">
        {TEXT.title}
      </h2>
      <dl className="mt-2">
        {components.length > 0 && (
          <Question text={TEXT.affected}>
            {components.map(({ slug, name, status }) => (
              <span key={slug} className="flex items-start gap-2">
                <StatusIcon tone={status} className="mt-0.5" /> {TEXT.status(name, STATUS_TOKENS[status].label)}
              </span>
            ))}
          </Question>
        )}
        {whatYouCanDo !== null && <Question text={TEXT.now}>{whatYouCanDo}</Question>}
        {whatYouCanDo === null && advice && (
          <Question text={TEXT.now}>
            {TEXT.latestUpdate}{' '}
            <a href={`#${advice.publicId}`} className="inline-block min-h-6 text-accent underline underline-offset-2">
              <UtcTime at={advice.occurredAt} text={formatMoment(advice.occurredAt, now)} />
            </a>
          </Question>
        )}
        <Question text={TEXT.next}>
          {nextUpdateBy === null ? (
            TEXT.nextNone
          ) : (
            <NextUpdateLine by={nextUpdateBy} from={incident.updates[0]?.publishedAt ?? incident.startedAt} now={now} />
          )}
        </Question>
        {downMs !== null && (
          <Question text={TEXT.counts}>
            {downtimeBasis(incident, now) === 'measured' ? TEXT.countsSoFar(formatDuration(downMs)) : TEXT.reported}
          </Question>
        )}
      </dl>
    </section>
  );
}

function Question({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="mt-3">
      <dt className="font-semibold">{text}</dt>
      <dd>{children}</dd>
    </div>
  );
}
