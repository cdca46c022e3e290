import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { HistoryPage } from '#components/history-page';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { page } from '#server/http/page';
import { incidentHistory } from '#server/incidents/incident-history';
import { en } from '../../../messages/en.ts';
import { enIncidents } from '../../../messages/en-incidents.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = {
  title: `${enIncidents.history.title} – ${en.title}`,
  alternates: { types: { 'application/atom+xml': '/history.atom', 'application/rss+xml': '/history.rss' } },
};

const first = (said: string | string[] | undefined) => (Array.isArray(said) ? said[0] : said);

export default page('public', async ({ searchParams }: { searchParams: Promise<{ page?: string | string[]; month?: string | string[] }> }) => {
  const { page: said, month } = await searchParams;
  const history = await incidentHistory(context(), { page: first(said), month: first(month) ?? null }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
  if (!history) notFound();
  return <HistoryPage {...history} />;
});
