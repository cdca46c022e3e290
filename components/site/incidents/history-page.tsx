import { PageFrame } from '#components/site/frame/page-frame';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import type { ListedIncident } from '#domain/incident/public-incident';
import { monthUtc } from '#domain/time/format-utc';
import type { Instant, Span } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { historyAddress } from './history-address.ts';
import { HistoryPages } from './history-pages.tsx';
import { HistorySearch, type Listed } from './history-search.tsx';
import { IncidentList } from './incident-list.tsx';

const TEXT = enIncidentPages.history;

type Total = { incidents: number; downMs: number };
type Month = Span & { incidents: ListedIncident[]; more: number; total: Total };
export type HistoryPageView = Listed & {
  months: Month[];
  month: string | null;
  page: number;
  hasOlder: boolean;
  generatedAt: Instant;
};

const nameOf = ({ from }: Span) => new Date(from).toISOString().slice(0, 7);

/** Shows incidents by the month in which they began, newest first, a few months per page. A month with many incidents has its own pages. */
export function HistoryPage({
  months,
  month,
  page,
  hasOlder,
  generatedAt: now,
  components,
  component,
}: HistoryPageView) {
  return (
    <PageFrame generatedAt={now}>
      <header id="_headline">
        <h1 className="text-title">{TEXT.title}</h1>
        <p className="mt-1 text-quiet">{TEXT.intro}</p>
      </header>
      <HistorySearch components={components} component={component} />
      {months.map((one) => (
        <section key={one.from} className="mt-8" id={`month-${nameOf(one)}`}>
          <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
            <h2 className="text-section">{monthUtc(one.from)}</h2>
            <p className="text-small text-quiet">{formatTotal(one.total)}</p>
          </div>
          {one.incidents.length > 0 && <IncidentList incidents={one.incidents} now={now} />}
          {month === null && one.more > 0 && (
            <p className="mt-3 text-small">
              <a href={historyAddress({ component, month: nameOf(one), page: 2 })} className="link">
                {TEXT.more(one.more, monthUtc(one.from))}
              </a>
            </p>
          )}
        </section>
      ))}
      <HistoryPages
        newer={page > 1 ? historyAddress({ component, month, page: page - 1 }) : null}
        older={hasOlder ? historyAddress({ component, month, page: page + 1 }) : null}
        all={month !== null ? historyAddress({ component }) : null}
      />
    </PageFrame>
  );
}

function formatTotal({ incidents, downMs }: Total): string {
  if (incidents === 0) return TEXT.none;
  const count = TEXT.total(incidents);
  return downMs === 0 ? count : TEXT.totalDown(count, formatBriefDuration(downMs));
}
