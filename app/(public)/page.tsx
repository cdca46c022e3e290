import { StatusPage } from '#components/site/status-page';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/site/summary';

export default page('public', async () => {
  const summary = await systemSummary(context());
  return <StatusPage summary={summary} />;
});
