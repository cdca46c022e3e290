import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { DayPage } from '#components/site/incidents/day-page';
import { HistoryPage } from '#components/site/incidents/history-page';
import { SearchPage } from '#components/site/incidents/search-page';
import { enIncidentPages } from '#messages/en/incident-pages';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, busy, page } from '#server/http/page';
import { incidentHistory } from '#server/incidents/reads/incident-history';
import { incidentsOfDay } from '#server/incidents/reads/incidents-of-day';
import { searchIncidents } from '#server/incidents/reads/search-incidents';

export const metadata: Metadata = { title: enIncidentPages.history.title };

type Query = string | string[] | undefined;
type Props = { searchParams: Promise<Record<'page' | 'month' | 'day' | 'component' | 'q', Query>> };

const first = (query: Query) => (Array.isArray(query) ? query[0] : query);

/** Shows a notice for a page that does not exist, or for a search that takes too long. */
function refusal(error: unknown): ReactNode {
  if (error instanceof AppError && error.code === 'not_found') return absent(en.absent.history);
  if (error instanceof AppError && error.code === 'overloaded')
    return busy({ ...enIncidents.search.busy, href: '/history' });
  throw error;
}

export default page('public', async ({ searchParams }: Props) => {
  const query = await searchParams;
  const [asked, text, day] = [first(query.page), first(query.q)?.trim(), first(query.day)];
  const component = first(query.component) || null; // a form sends an empty one for all components
  if (text)
    return searchIncidents(context(), { text, page: asked, component }).then(
      (found) => <SearchPage {...found} />,
      refusal,
    );
  if (day) return incidentsOfDay(context(), { day, component }).then((found) => <DayPage {...found} />, refusal);
  return incidentHistory(context(), { page: asked, month: first(query.month) ?? null, component }).then(
    (history) => <HistoryPage {...history} />,
    refusal,
  );
});
