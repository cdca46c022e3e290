import type { ListedIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { IncidentLines } from './incident-lines.tsx';
import { PageFrame } from './page-frame.tsx';
import { SearchForm } from './search-form.tsx';

const TEXT = enIncidents.search;
const LINK = 'inline-block min-h-6 text-accent underline underline-offset-2';

type Props = {
  text: string;
  page: number;
  incidents: readonly ListedIncident[];
  hasOlder: boolean;
  searchedMax: number | null;
  generatedAt: Instant;
};

function address(text: string, page: number): string {
  return `/history?${new URLSearchParams({ q: text, ...(page === 1 ? {} : { page: String(page) }) })}`;
}

/** Shows incidents whose published updates contain a text, newest first. */
export function SearchPage({ text, page, incidents, hasOlder, searchedMax, generatedAt: now }: Props) {
  return (
    <PageFrame current="history" generatedAt={now}>
      <header id="_headline">
        <h1 className="text-title">{TEXT.title(text)}</h1>
      </header>
      <SearchForm text={text} />
      <section id="found" className="mt-8" aria-label={TEXT.title(text)}>
        {incidents.length === 0 ? <p>{TEXT.none}</p> : <IncidentLines incidents={incidents} now={now} />}
        {searchedMax !== null && !hasOlder && <p className="mt-4 text-muted">{TEXT.searched(searchedMax)}</p>}
      </section>
      <nav aria-label={TEXT.pages} className="mt-10 flex gap-6" id="pages">
        {page > 1 && (
          <a href={address(text, page - 1)} rel="prev" className={LINK}>
            {enIncidents.history.newer}
          </a>
        )}
        {hasOlder && (
          <a href={address(text, page + 1)} rel="next" className={LINK}>
            {enIncidents.history.older}
          </a>
        )}
        <a href="/history" className={LINK}>
          {enIncidents.history.all}
        </a>
      </nav>
    </PageFrame>
  );
}
