import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ComponentPage } from '#components/component-page';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { componentDetail } from '#server/sla/component-detail';
import { systemSummary } from '#server/status/system-summary';
import { en } from '../../../../messages/en.ts';

export const dynamic = 'force-dynamic';
type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const name = (await context().prisma.component.findUnique({ where: { slug }, select: { name: true } }))?.name;
  return { title: name ? `${name} – ${en.title}` : en.title };
}

export default page('public', async ({ params }: Props) => {
  const { slug } = await params;
  const summary = await systemSummary(context());
  const component = summary.components.find((one) => one.slug === slug);
  if (!component) notFound();
  return (
    <>
      <ComponentPage summary={summary} component={component} {...(await componentDetail(context(), slug))} />
      <script type="module" src="/chart.js" data-own />
    </>
  );
});
