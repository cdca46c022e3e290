import type { Metadata } from 'next';
import { UptimePage, yearsOf } from '#components/site/figures/uptime-page';
import { enFigures } from '#messages/en/figures';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { communicationRecord } from '#server/incidents/reads/communication-record';
import { uptimeRecord } from '#server/sla/uptime-record';

export const metadata: Metadata = { title: enFigures.uptime.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default page('public', async ({ searchParams }: Props) => {
  const record = await uptimeRecord(context());
  const years = yearsOf(record.components, record.generatedAt);
  const { year = years[0] } = await searchParams;
  if (typeof year !== 'string' || !years.includes(year)) return absent(enFigures.noYear);
  return <UptimePage {...record} year={year} communication={await communicationRecord(context())} />;
});
