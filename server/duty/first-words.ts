import { INCIDENT_STATES, type IncidentState } from '#domain/incident';
import type { Instant } from '#domain/interval';
import { fillTemplate } from '#domain/update-template';
import { momentWords } from '#domain/utc-words';
import type { ActingContext } from '../actor.ts';
import { listTemplates } from '../incidents/list-templates.ts';

const MINUTE_MS = 60_000;
/** What a template that promises the next word promises; the composer can change it. */
const NEXT_MINUTES = 30;
const NAMES = new Intl.ListFormat('en-GB');

type About = {
  title: string;
  state: IncidentState;
  startedAt: Instant;
  components: { name: string }[];
  length: string;
  draft: { content: Record<string, unknown> } | null;
};
export type FirstWords = { body: string; state: IncidentState; nextMinutes: number | null };

/** Words for the composer to begin with: those of a template, of the draft, or none; and the templates there are. Errors: forbidden. */
export async function firstWords(ctx: ActingContext, incident: About, chosen: { template?: string | undefined; isDraft?: boolean }) {
  const templates = await listTemplates(ctx);
  const template = templates.find(({ name }) => name === chosen.template);
  const words: FirstWords = template
    ? ofTemplate(template, incident, ctx.clock.now())
    : chosen.isDraft && incident.draft
      ? ofDraft(incident.draft.content, incident.state)
      : { body: '', state: incident.state === 'detected' ? 'investigating' : incident.state, nextMinutes: NEXT_MINUTES };
  return { words, templates: templates.map(({ name }) => name) };
}

function ofTemplate({ body, state }: { body: string; state: string | null }, incident: About, now: Instant): FirstWords {
  const promises = /\{\{\s*next_update\s*\}\}/.test(body);
  const values = {
    components: NAMES.format(incident.components.map(({ name }) => name)),
    since: momentWords(incident.startedAt, now),
    duration: incident.length,
    next_update: momentWords(now + NEXT_MINUTES * MINUTE_MS, now),
    title: incident.title,
  };
  return { body: fillTemplate(body, values), state: (state as IncidentState | null) ?? incident.state, nextMinutes: promises ? NEXT_MINUTES : null }; // checked when saved
}

function ofDraft(content: Record<string, unknown>, state: IncidentState): FirstWords {
  const drafted = INCIDENT_STATES.find((one) => one === content.state);
  return { body: String(content.body ?? ''), state: drafted ?? state, nextMinutes: NEXT_MINUTES };
}
