import { NextUpdateLine } from '#components/ui/next-update-line';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { isOpenIncident, type PublicIncident } from '#domain/incident/public-incident';
import { changedWhatYouCanDo } from '#domain/incident/what-you-can-do';
import type { Status } from '#domain/measurement/status';
import type { Instant, Interval } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { formatState, toneOfIncident, updateHeading } from './format-incident.ts';
import { IncidentFacts } from './incident-facts.tsx';
import { IncidentQuestions } from './incident-questions.tsx';
import { IncidentUpdate } from './incident-update.tsx';
import { IntervalTable } from './interval-table.tsx';
import { PageFrame } from './page-frame.tsx';

const TEXT = enIncidents.page;

/** `measured`: the measured status of each component during the incident, up to the evaluated time. */
export type IncidentView = {
  incident: PublicIncident;
  measured: { slug: string; name: string; evaluatedUntil: Instant; intervals: Interval<Status>[] }[];
  generatedAt: Instant;
};

/** Shows the public page of an incident: its state, its updates, newest first, and the monitoring data. */
export function IncidentPage({ incident, measured, generatedAt: now }: IncidentView) {
  const tone = toneOfIncident(incident);
  return (
    <PageFrame current={null} generatedAt={now} footer={<StaffLink publicId={incident.publicId} />}>
      <header className={`border-s-8 ${STATUS_TOKENS[tone].edge} ps-4 sm:ps-6`} id="_headline">
        <h1 className="flex items-start gap-3 text-banner text-balance">
          <StatusIcon tone={tone} size="banner" />
          <span>{incident.title}</span>
        </h1>
        <p className="mt-2 font-semibold">{formatState(incident)}</p>
        <NextUpdateLine
          by={incident.nextUpdateBy}
          from={incident.updates[0]?.publishedAt ?? incident.startedAt}
          now={now}
        />
        <Notices incident={incident} />
      </header>
      <IncidentFacts incident={incident} now={now} />
      {isOpenIncident(incident) && <IncidentQuestions incident={incident} now={now} />}
      <section className="mt-10" id="updates" aria-labelledby="updates-title">
        <h2 id="updates-title" className="text-section">
          {TEXT.updates}
        </h2>
        <ol className="mt-4 space-y-6">
          {incident.updates.map((update, i) => (
            <IncidentUpdate
              key={update.publicId}
              update={update}
              whatYouCanDo={changedWhatYouCanDo(incident.updates, update)}
              heading={updateHeading(incident, i)}
              now={now}
            />
          ))}
        </ol>
      </section>
      <Related incident={incident} />
      <details className="mt-10" id="probes">
        <summary className="inline-block min-h-6 cursor-pointer text-accent underline underline-offset-2">
          {TEXT.probes}
        </summary>
        {measured.map(({ slug, name, evaluatedUntil, intervals }) => (
          <IntervalTable
            key={slug}
            id={`probes-${slug}`}
            title={name}
            none={TEXT.probesNone}
            intervals={intervals}
            earlier={0}
            evaluatedUntil={evaluatedUntil}
            now={now}
          />
        ))}
      </details>
    </PageFrame>
  );
}

function Related({ incident: { related } }: { incident: PublicIncident }) {
  if (related.length === 0) return null;
  return (
    <section className="mt-10" id="related" aria-labelledby="related-title">
      <h2 id="related-title" className="text-section">
        {TEXT.related}
      </h2>
      <ul className="mt-3">
        {related.map(({ publicId, title }) => (
          <li key={publicId}>
            <a
              href={`/incidents/${publicId}`}
              className="inline-block min-h-6 text-accent underline underline-offset-2"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Links to the incident in the console, for people who can sign in. */
function StaffLink({ publicId }: { publicId: string }) {
  return (
    <a
      href={`/console/incidents/${publicId}`}
      rel="nofollow"
      className="inline-block min-h-6 underline underline-offset-2"
    >
      {TEXT.staff}
    </a>
  );
}

function Notices({ incident }: { incident: PublicIncident }) {
  const { withdrawnAt, mergedInto, isBackfilled } = incident;
  return (
    <>
      {withdrawnAt !== null && <p className="mt-2">{TEXT.withdrawn}</p>}
      {isBackfilled && !isOpenIncident(incident) && <p className="mt-2 text-quiet">{TEXT.entered}</p>}
      {mergedInto !== null && (
        <p className="mt-2">
          <a
            href={`/incidents/${mergedInto}`}
            className="inline-block min-h-6 text-accent underline underline-offset-2"
          >
            {TEXT.mergedLink}
          </a>
        </p>
      )}
    </>
  );
}
