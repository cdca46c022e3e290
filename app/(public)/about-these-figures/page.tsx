import type { Metadata } from 'next';
import { RulesPage } from '#components/site/figures/rules-page';
import { enFigures } from '#messages/en/figures';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/site/summary';

export const metadata: Metadata = { title: enFigures.rules.title };

export default page('public', async () => {
  return <RulesPage {...(await systemSummary(context()))} />;
});
