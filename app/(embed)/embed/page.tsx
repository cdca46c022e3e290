import type { Metadata } from 'next';
import { EmbedLine } from '#components/site/home/embed-line';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/site/summary';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { robots: 'noindex' };

export default page('public', async () => {
  return <EmbedLine summary={await systemSummary(context())} origin={context().publicOrigin} />;
});
