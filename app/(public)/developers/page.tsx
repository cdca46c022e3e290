import type { Metadata } from 'next';
import { DevelopersPage } from '#components/site/developers/developers-page';
import { enDevelopers } from '#messages/en/developers';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { readSampleReceiver } from '#server/site/sample-receiver';

export const metadata: Metadata = { title: enDevelopers.title };

export default page('public', async () => {
  return <DevelopersPage sample={await readSampleReceiver()} generatedAt={context().clock.now()} />;
});
