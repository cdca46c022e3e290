import type { Instant } from '#domain/interval';
import type { PublicIncident } from '#domain/public-incident';
import { momentWords } from '#domain/utc-words';
import { enIncidents } from '../messages/en-incidents.ts';
import { toneOfIncident } from './incident-words.ts';
import { PromiseLine } from './promise-line.tsx';
import { StatusIcon } from './status-icon.tsx';
import { STATUS_TOKENS } from './status-tokens.ts';
import { Told } from './told.tsx';
import { UtcTime } from './utc-time.tsx';

const TEXT = enIncidents.page;

/** An incident that goes on, as the page of the whole shows it: its last word, and when the next comes. */
export function OpenIncident({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const tone = toneOfIncident(incident);
  const latest = incident.updates.find(({ retractedAt }) => retractedAt === null);
  const address = `/incidents/${incident.publicId}`;
  return (
    <section
      id={`incident-${incident.publicId}`}
      aria-labelledby={`title-${incident.publicId}`}
      className={`mt-8 border-s-2 ${STATUS_TOKENS[tone].edge} ps-4 sm:ps-6`}
    >
      <h2 id={`title-${incident.publicId}`} className="flex items-start gap-2 text-xl font-semibold">
        <StatusIcon tone={tone} size="small" />
        <a href={address} className="underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink">
          {incident.title}
        </a>
      </h2>
      {latest && (
        <>
          <p className="mt-1 text-sm text-quiet">
            <strong className="font-semibold text-ink">{enIncidents.state[incident.state]}</strong>,{' '}
            <UtcTime at={latest.occurredAt} words={momentWords(latest.occurredAt, now)} />
          </p>
          <div className="mt-2">
            <Told html={latest.html} />
          </div>
        </>
      )}
      <PromiseLine by={incident.nextUpdateBy} now={now} />
      <p className="mt-2 text-sm">
        <a href={address} className="inline-block min-h-6 text-accent underline underline-offset-2">
          {TEXT.more}
        </a>
      </p>
    </section>
  );
}
