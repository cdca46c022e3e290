import { frontTexts } from '#domain/front-texts';
import type { Instant } from '#domain/interval';
import type { PublicIncident, PublicUpdate } from '#domain/public-incident';
import { momentWords } from '#domain/utc-words';
import { enIncidents } from '../messages/en-incidents.ts';
import { toneOfIncident } from './incident-words.ts';
import { PromiseLine } from './promise-line.tsx';
import { StatusIcon } from './status-icon.tsx';
import { STATUS_TOKENS } from './status-tokens.ts';
import { Told } from './told.tsx';
import { UtcTime } from './utc-time.tsx';

const TEXT = enIncidents.page;

/** An open incident on the home page: its latest texts, and when the next comes. */
export function OpenIncident({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const tone = toneOfIncident(incident);
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
      {frontTexts(incident.updates).map((update) => (
        <FrontText key={update.publicId} update={update} now={now} />
      ))}
      <PromiseLine by={incident.nextUpdateBy} now={now} />
      <p className="mt-2 text-sm">
        <a href={address} className="inline-block min-h-6 text-accent underline underline-offset-2">
          {TEXT.more}
        </a>
      </p>
    </section>
  );
}

/** One text with the state that it put the incident in, its time, and whether monitoring wrote it. */
function FrontText({ update: { state, html, occurredAt, isAutomatic }, now }: { update: PublicUpdate; now: Instant }) {
  return (
    <>
      <p className="mt-1 text-sm text-quiet">
        <strong className="font-semibold text-ink">{enIncidents.state[state]}</strong>, <UtcTime at={occurredAt} words={momentWords(occurredAt, now)} />
        {isAutomatic && `, ${TEXT.automatic}`}
      </p>
      <div className="mt-2">
        <Told html={html} />
      </div>
    </>
  );
}
