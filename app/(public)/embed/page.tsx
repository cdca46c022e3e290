import type { Metadata } from 'next';
import { EmbedLine } from '#components/embed-line';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/status/system-summary';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { robots: 'noindex' };

export default page('public', async () => {
  return <EmbedLine summary={await systemSummary(context())} origin={context().publicOrigin} />;
});
