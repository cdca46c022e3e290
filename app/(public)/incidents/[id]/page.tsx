import type { Metadata } from 'next';
import { cache } from 'react';
import { IncidentPage } from '#components/site/incident-page';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, page } from '#server/http/page';
import { incidentView } from '#server/incidents/reads/incident-view';

type Props = { params: Promise<{ id: string }> };

/** Reads the public incident once per request, for title and page. */
const viewOf = cache(async (id: string) =>
  incidentView(context(), id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const view = await viewOf((await params).id);
  return { title: view ? view.incident.title : en.notFound.title };
}

export default page('public', async ({ params }: Props) => {
  const view = await viewOf((await params).id);
  if (!view) return absent(en.absent.incident);
  return <IncidentPage {...view} />;
});
