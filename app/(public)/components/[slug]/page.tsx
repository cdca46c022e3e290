import type { Metadata } from 'next';
import { cache } from 'react';
import { AbsentPage } from '#components/site/home/absent-page';
import { ComponentPage } from '#components/site/home/component-page';
import { chartRange } from '#domain/site/chart-range';
import type { SystemSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { absentPage, page } from '#server/http/page';
import { systemSummary } from '#server/site/summary';
import { componentDetail } from '#server/sla/component-detail';

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ chart?: string | string[] }> };

/** Reads the component once per request, for title and page. */
const summaryNow = cache(() => systemSummary(context()));

/** Archived components still have a page. */
const known = ({ components, archived }: SystemSummary) => [...components, ...archived];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const name = known(await summaryNow()).find((one) => one.slug === slug)?.name;
  return name ? { title: name } : {};
}

export default page('public', async ({ params, searchParams }: Props) => {
  const { slug } = await params;
  const range = chartRange((await searchParams).chart);
  const summary = await summaryNow();
  const component = known(summary).find((one) => one.slug === slug);
  if (!component) return absentPage(<AbsentPage summary={summary} {...en.absent.component} />);
  return <ComponentPage summary={summary} component={component} {...(await componentDetail(context(), slug, range))} />;
});
