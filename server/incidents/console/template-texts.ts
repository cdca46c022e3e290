import { z } from 'zod';
import { INCIDENT_STATES, type IncidentState, isOpenState } from '#domain/incident/incident';
import { incidentFailure } from '#domain/incident/incident-failure';
import { fillTemplate, namesPlaceholder } from '#domain/incident/update-template';
import type { Effects } from '#domain/measurement/effect';
import { STATED, type Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { listTemplates } from '#server/incidents/reads/list-templates';
import { placeholderValues } from '#server/incidents/update/placeholder-values';
import type { TemplateTexts } from './view-types.ts';

/** Default minutes to the next update. */
const NEXT_MINUTES = 30;

type About = {
  title: string;
  state: IncidentState;
  startedAt: Instant;
  publicAt: Instant | null;
  resolvedAt: Instant | null;
  whatYouCanDo: string | null;
  components: { slug: string; name: string; stated: Stated; effects: Effects }[];
  episodes: {
    from: Instant;
    to: Instant | null;
    removedAt: Instant | null;
    level: number;
    component: { slug: string };
  }[];
  draft: { content: unknown } | null;
};

/** A stored draft; fields that an older draft lacks get defaults. */
const draftSchema = z.object({
  body: z.string().default(''),
  title: z.string().default(''),
  state: z.enum(INCIDENT_STATES).optional(),
  nextMinutes: z.number().default(NEXT_MINUTES),
  audience: z.array(z.string()).default(['public']),
  notify: z.boolean().default(true),
  occurredAt: z.string().default(''),
  reason: z.string().default(''),
  whatYouCanDo: z.string().optional(),
  affected: z.array(z.object({ component: z.string(), status: z.enum(STATED) })).default([]),
});

/**
 * Returns the initial values of the composer, from a template, the draft, or defaults, and the names of all templates. Before the first public update, the
 * internally stated component statuses are preselected, because that update publishes them. Errors: forbidden.
 */
export async function templateTexts(
  ctx: ActingContext,
  incident: About,
  chosen: { template?: string | undefined; isDraft?: boolean },
) {
  const templates = await listTemplates(ctx);
  const template = templates.find(({ name }) => name === chosen.template);
  const state = incident.state === 'detected' ? 'investigating' : incident.state;
  const none: TemplateTexts = {
    body: '',
    whatYouCanDo: incident.whatYouCanDo ?? '',
    title: '',
    state,
    nextMinutes: isOpenState(state) ? NEXT_MINUTES : null,
    isInternal: false,
    notifies: true,
    occurredAt: '',
    reason: '',
    stated:
      incident.publicAt === null
        ? Object.fromEntries(incident.components.map(({ slug, stated }) => [slug, stated]))
        : {},
  };
  const own = template
    ? ofTemplate(template, incident, ctx.clock.now())
    : chosen.isDraft && incident.draft
      ? ofDraft(incident.draft.content, none)
      : {};
  return { texts: { ...none, ...own }, templates: templates.map(({ name }) => name) };
}

/** Fills in known values. The time of the next update is only known on publication. */
function ofTemplate(
  { body, state }: { body: string; state: string | null },
  incident: About,
  now: Instant,
): Partial<TemplateTexts> {
  const episodes = incident.episodes
    .filter(({ removedAt }) => removedAt === null)
    .map(({ component, ...span }) => ({ ...span, component: component.slug }));
  const values = placeholderValues(incidentFailure({ ...incident, episodes }, now), incident.title, now);
  const moved = state === null ? {} : { state: state as IncidentState }; // checked on saving
  return {
    body: fillTemplate(body, values),
    ...moved,
    nextMinutes: namesPlaceholder(body, 'next_update') ? NEXT_MINUTES : null,
  };
}

function ofDraft(content: unknown, none: TemplateTexts): Partial<TemplateTexts> {
  const draft = draftSchema.parse(content);
  return {
    body: draft.body,
    whatYouCanDo: draft.whatYouCanDo ?? none.whatYouCanDo,
    title: draft.title,
    state: draft.state ?? none.state,
    nextMinutes: draft.nextMinutes || null,
    isInternal: !draft.audience.includes('public'),
    notifies: draft.notify,
    occurredAt: draft.occurredAt,
    reason: draft.reason,
    stated: Object.fromEntries(draft.affected.map(({ component, status }) => [component, status])),
  };
}
