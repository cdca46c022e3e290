import { BackLink } from '#components/site/frame/back-link';
import { PageFrame } from '#components/site/frame/page-frame';
import { EmptyState } from '#components/ui/empty-state';
import type { ListedIncident } from '#domain/incident/public-incident';
import { dayUtc, monthUtc } from '#domain/time/format-utc';
import type { Instant, Span } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { historyAddress } from './history-address.ts';
import { HistoryPages } from './history-pages.tsx';
import type { Listed } from './history-search.tsx';
import { IncidentList } from './incident-list.tsx';

const TEXT = enIncidentPages.history;

type Props = Listed & { day: Span; incidents: readonly ListedIncident[]; hasMore: boolean; generatedAt: Instant };

/** Shows the incidents that were open on one day, to which the bar of that day leads. */
export function DayPage({ day, incidents, hasMore, generatedAt: now, components, component }: Props) {
  const name = components.find(({ slug }) => slug === component)?.name;
  const month = new Date(day.from).toISOString().slice(0, 7);
  return (
    <PageFrame generatedAt={now}>
      <BackLink href="/history">{TEXT.title}</BackLink>
      <header id="_headline">
        <h1 className="text-title">{TEXT.titleOfDay(dayUtc(day.from))}</h1>
        <p className="mt-1 text-quiet">{name === undefined ? TEXT.introOfDay : TEXT.introOfDayFor(name)}</p>
      </header>
      <section id="found" className="mt-6" aria-labelledby="found-title">
        <h2 id="found-title" className="sr-only">
          {TEXT.listOfDay}
        </h2>
        {incidents.length === 0 ? (
          <EmptyState icon="calendar" title={TEXT.noneOnDay} text={TEXT.noneOnDayText} />
        ) : (
          <IncidentList incidents={incidents} now={now} hasYear />
        )}
        {hasMore && (
          <p className="mt-3 text-small">
            <a href={historyAddress({ component, month })} className="link">
              {TEXT.allOfMonth(monthUtc(day.from))}
            </a>
          </p>
        )}
      </section>
      <HistoryPages newer={null} older={null} all={historyAddress({ component })} />
    </PageFrame>
  );
}
