import { StatusPage } from '#components/status-page';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/status/system-summary';

export const dynamic = 'force-dynamic';

export default page('public', async () => {
  const summary = await systemSummary(context());
  return <StatusPage summary={summary} />;
});
