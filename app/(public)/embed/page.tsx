import type { Metadata } from 'next';
import { EmbedLine } from '#components/embed-line';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/status/system-summary';

const REFRESH_S = 60;
export const dynamic = 'force-dynamic';
/** It has no script: the frame reads it again by itself. */
export const metadata: Metadata = { other: { refresh: String(REFRESH_S) }, robots: 'noindex' };

export default page('public', async () => {
  return <EmbedLine summary={await systemSummary(context())} origin={context().publicOrigin} />;
});
