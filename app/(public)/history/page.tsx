import type { Metadata } from 'next';
import { HistoryPage } from '#components/history-page';
import { SearchPage } from '#components/search-page';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, page } from '#server/http/page';
import { incidentHistory } from '#server/incidents/incident-history';
import { searchIncidents } from '#server/incidents/search-incidents';
import { en } from '../../../messages/en.ts';
import { enIncidents } from '../../../messages/en-incidents.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: `${enIncidents.history.title} – ${en.title}` };

type Said = string | string[] | undefined;
type Props = { searchParams: Promise<{ page?: Said; month?: Said; q?: Said }> };

const first = (said: Said) => (Array.isArray(said) ? said[0] : said);

/** Null for a page that is not there. */
async function orAbsent<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
}

export default page('public', async ({ searchParams }: Props) => {
  const said = await searchParams;
  const [asked, text] = [first(said.page), first(said.q)?.trim()];
  if (text) {
    const found = await orAbsent(searchIncidents(context(), { text, page: asked }));
    return found ? <SearchPage {...found} /> : absent(en.absent.history);
  }
  const history = await orAbsent(incidentHistory(context(), { page: asked, month: first(said.month) ?? null }));
  return history ? <HistoryPage {...history} /> : absent(en.absent.history);
});
