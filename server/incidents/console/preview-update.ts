import { type EventKind, kindOfUpdate } from '#domain/delivery/kind';
import type { IncidentState } from '#domain/incident/incident';
import { planUpdate, type UpdatePlan } from '#domain/incident/plan-update';
import { incidentAfterUpdate } from '#domain/incident/preview-incident';
import type { Brand } from '#domain/site/brand';
import { summaryWithIncident } from '#domain/site/summary-with-incident';
import { enMail } from '#messages/en/mail';
import type { ActingContext } from '#server/actor';
import { readBrand } from '#server/catalog/reads/read-brand';
import { eventMail } from '#server/delivery/channels/event-mail';
import { type MailContent, mailContent } from '#server/delivery/channels/mail-content';
import { recipientCounts } from '#server/delivery/reads/recipient-counts';
import { incidentForStaff } from '#server/incidents/reads/public-incidents';
import { type PostUpdate, postUpdateSchema } from '#server/incidents/schemas';
import { acceptedPlan } from '#server/incidents/update/accepted-plan';
import { fillPlaceholders } from '#server/incidents/update/fill-placeholders';
import { affectedOf, findIncident } from '#server/incidents/update/find-incident';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareText } from '#server/incidents/update/prepare-text';
import { staffFacts } from '#server/incidents/update/staff-facts';
import { eventContent } from '#server/site/formats/events/event-body';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { systemSummary } from '#server/site/summary';

/** Takes the place of the ids of the update and its event, which do not exist before publication. */
const ID_PLACEHOLDER = '············';

/** `mail`, `webhook` and `recipients` are null for an internal update. */
export type UpdatePreview = {
  html: string;
  whatYouCanDo: string | null;
  state: IncidentState;
  mail: { subject: string; text: string } | null;
  webhook: ReturnType<typeof eventContent> | null;
  recipients: { people: number; webhooks: number } | null;
};

/**
 * Shows an update as it would appear on the page, by mail and in a webhook, by the same plan as its publication. Neither approval nor a reason is needed yet.
 * Errors: invalid_input, not_found, conflict.
 */
export async function previewUpdate(ctx: ActingContext, input: PostUpdate): Promise<UpdatePreview> {
  const parsed = parseInput(postUpdateSchema, input);
  const incident = await incidentForStaff(ctx, parsed.incident);
  const written = await prepareText(ctx, await fillPlaceholders(ctx, parsed.incident, parsed));
  const { plan, kind, incidentId } = await planOf(ctx, written);
  const { body, rendered } = written;
  const { html, text } = rendered;
  const { state } = plan.patch;
  if (!plan.update.audience.includes('public'))
    return { html, whatYouCanDo: null, state, mail: null, webhook: null, recipients: null };
  const components = await ctx.prisma.component.findMany({
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    select: { id: true, publicId: true, slug: true, name: true },
  });
  const now = ctx.clock.now();
  const planned = { ...plan, text: { publicId: ID_PLACEHOLDER, body, html, text }, components };
  const { whatYouCanDo } = plan.update;
  const brand = await readBrand(ctx);
  const after = incidentAfterUpdate(incident, planned, now);
  const event = { publicId: ID_PLACEHOLDER, kind, occurredAt: plan.update.occurredAt };
  const summary = summaryWithIncident(await systemSummary(ctx), after, now);
  return {
    html,
    whatYouCanDo,
    state,
    mail: sampleMail(ctx, mailContent({ incident: after, summary }, { update: null, isCorrection: false }), brand),
    webhook: eventContent(event, { incident: after, summary, page: pageV2(ctx, brand) }),
    recipients: plan.notifies ? await recipientCounts(ctx, { incidentId, kind }, after) : { people: 0, webhooks: 0 },
  };
}

/** Formats the mail for a made-up recipient, with links that lead nowhere. */
function sampleMail(
  { publicOrigin: origin }: ActingContext,
  content: MailContent,
  brand: Brand,
): { subject: string; text: string } {
  const link = `${origin}/${ID_PLACEHOLDER}`;
  const recipient = {
    address: enMail.event.sampleAddress,
    publicId: ID_PLACEHOLDER,
    timeZone: null,
    subject: { kind: 'all' } as const,
    links: { manage: link, unsubscribe: link },
  };
  const shown = { content, recipient, isFirst: true, brand, images: {}, origin };
  const { subject, text } = eventMail({ event: ID_PLACEHOLDER, ...shown });
  return { subject, text };
}

type Written = Omit<Parameters<typeof planUpdate>[1], 'affected'> & {
  incident: string;
  affected?: Parameters<typeof affectedOf>[1] | undefined;
};

async function planOf(
  ctx: ActingContext,
  { incident: id, affected: named, ...written }: Written,
): Promise<{ plan: UpdatePlan; kind: EventKind; incidentId: number }> {
  const incident = await findIncident(ctx.prisma, id);
  const affected = named && (await affectedOf(ctx.prisma, named));
  const input = { ...written, affected, skips: ['approval', 'reason'] } as const;
  const now = ctx.clock.now();
  const staff = await staffFacts(ctx.prisma, incident, input, now);
  const plan = acceptedPlan(planUpdate(incident, input, { now, staff }));
  return { plan, kind: kindOfUpdate(incident, plan.patch.state), incidentId: incident.id };
}
