import type { ListedIncident } from '#domain/incident/public-incident';
import { monthUtc } from '#domain/time/format-utc';
import type { Instant, Span } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { IncidentLines } from './incident-lines.tsx';
import { PageFrame } from './page-frame.tsx';
import { SearchForm } from './search-form.tsx';

const TEXT = enIncidents.history;
const LINK = 'inline-block min-h-6 text-accent underline underline-offset-2';

type Month = Span & { incidents: ListedIncident[]; more: number };
export type HistoryPageView = {
  months: Month[];
  month: string | null;
  page: number;
  hasOlder: boolean;
  generatedAt: Instant;
};

const nameOf = ({ from }: Span) => new Date(from).toISOString().slice(0, 7);

/** Returns the address of a page of months, or of one month. */
function address(page: number, month: string | null): string {
  const query = [...(month === null ? [] : [`month=${month}`]), ...(page === 1 ? [] : [`page=${page}`])].join('&');
  return query === '' ? '/history' : `/history?${query}`;
}

/** Shows incidents by the month in which they began, newest first, a few months per page. A month with many incidents has its own pages. */
export function HistoryPage({ months, month, page, hasOlder, generatedAt: now }: HistoryPageView) {
  return (
    <PageFrame current="history" generatedAt={now}>
      <header id="_headline">
        <h1 className="text-title">{TEXT.title}</h1>
        <p className="mt-2 max-w-prose">{TEXT.intro}</p>
      </header>
      <SearchForm text="" />
      {months.map(({ from, to, incidents, more }) => (
        <section key={from} className="mt-10" id={`month-${nameOf({ from, to })}`}>
          <h2 className="text-section">{monthUtc(from)}</h2>
          {incidents.length === 0 && <p className="mt-2 text-quiet">{TEXT.none}</p>}
          <IncidentLines incidents={incidents} now={now} />
          {month === null && more > 0 && (
            <p className="mt-3">
              <a href={address(2, nameOf({ from, to }))} className={LINK}>
                {TEXT.more(more, monthUtc(from))}
              </a>
            </p>
          )}
        </section>
      ))}
      <nav aria-label={TEXT.pages} className="mt-10 flex gap-6" id="pages">
        {page > 1 && (
          <a href={address(page - 1, month)} rel="prev" className={LINK}>
            {TEXT.newer}
          </a>
        )}
        {hasOlder && (
          <a href={address(page + 1, month)} rel="next" className={LINK}>
            {TEXT.older}
          </a>
        )}
        {month !== null && (
          <a href="/history" className={LINK}>
            {TEXT.all}
          </a>
        )}
      </nav>
      <p className="mt-6 flex flex-wrap gap-x-4 text-small" id="feeds">
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
