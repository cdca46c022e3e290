import type { Instant, Span } from '#domain/interval';
import type { PublicIncident } from '#domain/public-incident';
import { momentWords, monthUtc } from '#domain/utc-words';
import { enIncidents } from '../messages/en-incidents.ts';
import { componentNames, lengthWords } from './incident-words.ts';
import { PageFrame } from './page-frame.tsx';
import { UtcTime } from './utc-time.tsx';

const TEXT = enIncidents.history;
const LINK = 'inline-block min-h-6 text-accent underline underline-offset-2';

export type HistoryPageView = { months: (Span & { incidents: PublicIncident[] })[]; page: number; hasOlder: boolean; generatedAt: Instant };

/** Incidents by the month in which they began, newest first, a few months a page. */
export function HistoryPage({ months, page, hasOlder, generatedAt: now }: HistoryPageView) {
  return (
    <PageFrame current="history" generatedAt={now}>
      <header id="_headline">
        <h1 className="text-2xl font-semibold sm:text-3xl">{TEXT.title}</h1>
        <p className="mt-2 max-w-prose">{TEXT.intro}</p>
      </header>
      {months.map(({ from, incidents }) => (
        <section key={from} className="mt-10" id={`month-${new Date(from).toISOString().slice(0, 7)}`}>
          <h2 className="text-xl font-semibold">{monthUtc(from)}</h2>
          {incidents.length === 0 && <p className="mt-2 text-quiet">{TEXT.none}</p>}
          <ul className="mt-3 space-y-4">
            {incidents.map((incident) => (
              <HistoryRow key={incident.publicId} incident={incident} now={now} />
            ))}
          </ul>
        </section>
      ))}
      <nav aria-label={TEXT.pages} className="mt-10 flex gap-6" id="pages">
        {page > 1 && (
          <a href={page === 2 ? '/history' : `/history?page=${page - 1}`} rel="prev" className={LINK}>
            {TEXT.newer}
          </a>
        )}
        {hasOlder && (
          <a href={`/history?page=${page + 1}`} rel="next" className={LINK}>
            {TEXT.older}
          </a>
        )}
      </nav>
      <p className="mt-6 flex flex-wrap gap-x-4 text-sm" id="feeds">
        {TEXT.feeds}:
        <a href="/history.atom" className={LINK}>
          Atom
        </a>
        <a href="/history.rss" className={LINK}>
          RSS
        </a>
      </p>
    </PageFrame>
  );
}

function HistoryRow({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const names = componentNames(incident);
  return (
    <li>
      <a href={`/incidents/${incident.publicId}`} className="font-semibold underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink">
        {incident.title}
      </a>
      <p className="text-sm text-quiet">
        {enIncidents.state[incident.state]}, <UtcTime at={incident.startedAt} words={momentWords(incident.startedAt, now)} />, {lengthWords(incident, now)}
        {names && `; ${names}`}
      </p>
    </li>
  );
}
