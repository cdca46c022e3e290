import type { Metadata } from 'next';
import { UptimePage } from '#components/site/uptime-page';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { communicationRecord } from '#server/incidents/reads/communication-record';
import { uptimeRecord } from '#server/sla/uptime-record';

export const metadata: Metadata = { title: en.uptime.title };

export default page('public', async () => {
  return <UptimePage {...(await uptimeRecord(context()))} communication={await communicationRecord(context())} />;
});
