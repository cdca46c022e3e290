import type { Metadata } from 'next';
import { cache } from 'react';
import { formatHeadline } from '#components/site/home/format-headline.ts';
import { StatusPage } from '#components/site/home/status-page';
import { headlineFacts } from '#domain/site/headline-facts';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { recentIncidents } from '#server/incidents/reads/recent-incidents';
import { systemSummary } from '#server/site/summary';
import { subscribe } from './subscribe/actions.ts';

type Props = { searchParams: Promise<{ show?: string | string[] }> };

/** Reads the summary once per request, for title and page. */
const summaryNow = cache(() => systemSummary(context()));

/** The tab carries the status. */
export async function generateMetadata(): Promise<Metadata> {
  const summary = await summaryNow();
  const [first] = headlineFacts(summary);
  return { title: formatHeadline(first, summary.components.length) };
}

export default page('public', async ({ searchParams }: Props) => {
  const { show } = await searchParams;
  const recent = await recentIncidents(context());
  return (
    <StatusPage
      summary={await summaryNow()}
      recent={recent}
      isAffectedOnly={show === 'affected'}
      subscribe={subscribe}
    />
  );
});
