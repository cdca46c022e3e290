import { BackLink } from '#components/site/frame/back-link';
import { PageFrame } from '#components/site/frame/page-frame';
import { EmptyState } from '#components/ui/empty-state';
import type { ListedIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { historyAddress } from './history-address.ts';
import { HistoryPages } from './history-pages.tsx';
import { HistorySearch, type Listed } from './history-search.tsx';
import { IncidentList } from './incident-list.tsx';

const TEXT = enIncidentPages.search;

type Props = Listed & {
  text: string;
  page: number;
  incidents: readonly ListedIncident[];
  hasOlder: boolean;
  searchedMax: number | null;
  generatedAt: Instant;
};

/** Shows incidents whose published updates contain a text, newest first. */
export function SearchPage(props: Props) {
  const { text, page, incidents, hasOlder, searchedMax, generatedAt: now, components, component } = props;
  return (
    <PageFrame generatedAt={now}>
      <BackLink href="/history">{enIncidentPages.history.title}</BackLink>
      <header id="_headline">
        <h1 className="text-title">{TEXT.title(text)}</h1>
      </header>
      <HistorySearch text={text} components={components} component={component} />
      <section id="found" className="mt-6" aria-labelledby="found-title">
        <h2 id="found-title" className="sr-only">
          {TEXT.found}
        </h2>
        {incidents.length === 0 ? (
          <EmptyState icon="search" title={TEXT.none} text={TEXT.noneText} />
        ) : (
          <IncidentList incidents={incidents} now={now} hasYear />
        )}
        {searchedMax !== null && !hasOlder && (
          <p className="mt-4 text-small text-quiet">{TEXT.searched(searchedMax)}</p>
        )}
      </section>
      <HistoryPages
        newer={page > 1 ? historyAddress({ q: text, component, page: page - 1 }) : null}
        older={hasOlder ? historyAddress({ q: text, component, page: page + 1 }) : null}
        all={historyAddress({ component })}
      />
    </PageFrame>
  );
}
