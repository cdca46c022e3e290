import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { HistoryPage } from '#components/site/history-page';
import { SearchPage } from '#components/site/search-page';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, busy, page } from '#server/http/page';
import { incidentHistory } from '#server/incidents/reads/incident-history';
import { searchIncidents } from '#server/incidents/reads/search-incidents';

export const metadata: Metadata = { title: enIncidents.history.title };

type Query = string | string[] | undefined;
type Props = { searchParams: Promise<{ page?: Query; month?: Query; q?: Query }> };

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
  const [asked, text] = [first(query.page), first(query.q)?.trim()];
  if (text)
    return searchIncidents(context(), { text, page: asked }).then((found) => <SearchPage {...found} />, refusal);
  return incidentHistory(context(), { page: asked, month: first(query.month) ?? null }).then(
    (history) => <HistoryPage {...history} />,
    refusal,
  );
});
