import type { Metadata } from 'next';
import { RulesPage } from '#components/site/rules-page';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { systemSummary } from '#server/site/summary';

export const metadata: Metadata = { title: en.rules.title };

export default page('public', async () => {
  return <RulesPage {...(await systemSummary(context()))} />;
});
