import { StatusPage } from '#components/status-page';
import { context } from '#server/context';
import { systemSummary } from '#server/status/system-summary';

export const dynamic = 'force-dynamic';

export default async function Page() {
  const summary = await systemSummary(context());
  return <StatusPage summary={summary} />;
}
