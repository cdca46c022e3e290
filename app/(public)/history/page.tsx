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

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: `${enIncidents.history.title} – ${en.title}` };

type Said = string | string[] | undefined;
type Props = { searchParams: Promise<{ page?: Said; month?: Said; q?: Said }> };

const first = (said: Said) => (Array.isArray(said) ? said[0] : said);

/** The page in place of one that is not there, or of a search that takes too long. */
function refusal(error: unknown): ReactNode {
  if (error instanceof AppError && error.code === 'not_found') return absent(en.absent.history);
  if (error instanceof AppError && error.code === 'overloaded')
    return busy({ ...enIncidents.search.busy, href: '/history' });
  throw error;
}

export default page('public', async ({ searchParams }: Props) => {
  const said = await searchParams;
  const [asked, text] = [first(said.page), first(said.q)?.trim()];
  if (text)
    return searchIncidents(context(), { text, page: asked }).then((found) => <SearchPage {...found} />, refusal);
  return incidentHistory(context(), { page: asked, month: first(said.month) ?? null }).then(
    (history) => <HistoryPage {...history} />,
    refusal,
  );
});
