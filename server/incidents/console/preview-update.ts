import type { IncidentState } from '#domain/incident/incident';
import { isOpenState } from '#domain/incident/incident';
import { incidentAfterUpdate, type PlannedUpdate } from '#domain/incident/incident-after-update';
import { promiseOf } from '#domain/incident/promise';
import type { PublicIncident } from '#domain/incident/public-incident';
import type { Stated } from '#domain/measurement/status';
import type { ActingContext } from '#server/actor';
import { incidentMail } from '#server/delivery/channels/incident-mail';
import { incidentWebhook } from '#server/delivery/channels/incident-webhook';
import { incidentForStaff } from '#server/incidents/reads/public-incidents';
import { type PostUpdate, postUpdateSchema } from '#server/incidents/schemas';
import { fillPlaceholders } from '#server/incidents/update/fill-placeholders';
import { monitoredStatuses } from '#server/incidents/update/monitored-status';
import { parseInput } from '#server/incidents/update/parse-input';
import { checkPromise, prepareText } from '#server/incidents/update/prepare-text';

/** Stands where the id of the update will: it is made when the update is published. */
const ID_TO_BE = '············';

/** `mail` and `webhook` are null for what is for staff alone. */
export type UpdatePreview = {
  html: string;
  state: IncidentState;
  mail: ReturnType<typeof incidentMail> | null;
  webhook: ReturnType<typeof incidentWebhook> | null;
};

/** What an update would be on the page, by mail and in a webhook; nothing is said. Errors: invalid_input, not_found. */
export async function previewUpdate(ctx: ActingContext, input: PostUpdate): Promise<UpdatePreview> {
  const written = parseInput(postUpdateSchema, input);
  const said = await fillPlaceholders(ctx, written.incident, written);
  const incident = await incidentForStaff(ctx, said.incident);
  const now = ctx.clock.now();
  const { title = incident.title, state = incident.state } = said;
  const { body, rendered, namesNextUpdate, nextUpdateBy: promised } = await prepareText(ctx, said);
  const { html, text } = rendered;
  const nextUpdateBy = promiseOf({ state, nextUpdateBy: promised });
  checkPromise({ namesNextUpdate }, nextUpdateBy);
  if (!said.audience.includes('public')) return { html, state, mail: null, webhook: null };
  const word = {
    body,
    nextUpdateBy,
    title,
    state,
    html,
    text,
    publicId: ID_TO_BE,
    notifies: said.notify,
    occurredAt: said.occurredAt ?? now,
  };
  const toBe = incidentAfterUpdate(
    incident,
    { ...word, ...(await affectedIn(ctx, incident, { ...said, state })) },
    now,
  );
  const mail = incidentMail({
    title,
    state,
    text,
    nextUpdateBy,
    url: `${ctx.publicOrigin}/incidents/${incident.publicId}`,
  });
  return { html, state, mail, webhook: incidentWebhook(toBe, ctx.publicOrigin, now) };
}

type Said = { state: IncidentState; affected?: { component: string; status: Stated }[] | undefined };

/** What the update says of components; one that ends the incident and says nothing of them takes them as probes see them. */
async function affectedIn(
  ctx: ActingContext,
  incident: PublicIncident,
  { state, affected }: Said,
): Promise<Pick<PlannedUpdate, 'affected' | 'order'>> {
  const all = await ctx.prisma.component.findMany({
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    select: { id: true, publicId: true, slug: true, name: true },
  });
  const isEnd = isOpenState(incident.state) && !isOpenState(state);
  const seen = affected || !isEnd ? [] : await monitoredStatuses(ctx.prisma, ctx, await idOf(ctx, incident));
  const statusOf = (id: number, slug: string) =>
    affected?.find(({ component }) => component === slug)?.status ??
    seen.find(({ componentId }) => componentId === id)?.status;
  const named = all.flatMap(({ id, ...one }) => {
    const status = statusOf(id, one.slug);
    return status === undefined ? [] : [{ ...one, status }];
  });
  return { affected: named, order: all.map(({ slug }) => slug) };
}

async function idOf(ctx: ActingContext, { publicId }: PublicIncident): Promise<number> {
  return (await ctx.prisma.incident.findUniqueOrThrow({ where: { publicId }, select: { id: true } })).id;
}
