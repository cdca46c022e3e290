import type { Metadata } from 'next';
import { cache } from 'react';
import { IncidentPage } from '#components/site/incidents/incident-page';
import type { IncidentPostmortem } from '#components/site/postmortems/postmortem-callout';
import { isOpenIncident, type PublicIncident } from '#domain/incident/public-incident';
import { en } from '#messages/en/site';
import { context } from '#server/context';
import { AppError } from '#server/errors';
import { absent, page } from '#server/http/page';
import { incidentView } from '#server/incidents/reads/incident-view';
import { postmortemSummary } from '#server/postmortems/reads/public-postmortem';
import { type ComponentMonth, componentMonths } from '#server/sla/component-months';

type Props = { params: Promise<{ id: string }> };

/** Reads the public incident once per request, for title and page. */
const viewOf = cache(async (id: string) =>
  incidentView(context(), id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }),
);

/** Reads the month of each component with measured downtime: the current one while the incident is open, else that of its start. */
function slaOf({ incident, generatedAt }: NonNullable<Awaited<ReturnType<typeof viewOf>>>): Promise<ComponentMonth[]> {
  const slugs = [...new Set(incident.episodes.map(({ component }) => component))];
  return componentMonths(context(), slugs, isOpenIncident(incident) ? generatedAt : incident.startedAt);
}

/** Returns what the page says about the post-mortem: the published one, or the day by which it was promised. */
async function postmortemOf({
  postmortemId,
  postmortemPromisedOn,
}: PublicIncident): Promise<IncidentPostmortem | null> {
  if (postmortemId !== null) return { kind: 'published', ...(await postmortemSummary(context(), postmortemId)) };
  return postmortemPromisedOn === null ? null : { kind: 'promised', promisedOn: postmortemPromisedOn };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const view = await viewOf((await params).id);
  return { title: view ? view.incident.title : en.notFound.title };
}

export default page('public', async ({ params }: Props) => {
  const view = await viewOf((await params).id);
  if (!view) return absent(en.absent.incident);
  return <IncidentPage {...view} sla={await slaOf(view)} postmortem={await postmortemOf(view.incident)} />;
});
