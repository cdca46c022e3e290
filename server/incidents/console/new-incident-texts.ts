import { failurePlace } from '#domain/incident/failure-place';
import { cutTitle } from '#domain/incident/title';
import { fillTemplate, fillTitle } from '#domain/incident/update-template';
import { type Effects, effectText } from '#domain/measurement/effect';
import type { Stated } from '#domain/measurement/status';
import { levelOf, TROUBLE } from '#domain/measurement/status';
import type { SystemSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { type ActingContext, authorize } from '#server/actor';
import { automaticTitle } from '#server/incidents/automation/automatic-text';
import { listTemplates } from '#server/incidents/reads/list-templates';
import { systemSummary } from '#server/site/summary';
import { ownComponentNames } from './own-component-names.ts';

const NEXT_MINUTES = 30;
const NAMES = new Intl.ListFormat('en-GB');

/**
 * Returns the initial values of the form for a new incident: the requested component and every one with an outage that the actor may set, with the text of the
 * first template for investigating. Errors: forbidden.
 */
export async function newIncidentTexts(ctx: ActingContext, requested: string | undefined) {
  authorize(ctx, 'incident:open');
  const summary = await systemSummary(ctx);
  const now = summary.generatedAt;
  const components = await ownComponentNames(ctx);
  const own = new Set(components.map(({ slug }) => slug));
  const affected = summary.components.filter(
    ({ slug, status }) => own.has(slug) && (slug === requested || (levelOf(status) > 1 && !isPublished(summary, slug))),
  );
  const names = NAMES.format(affected.map(({ name }) => name));
  const template =
    affected.length === 0 ? undefined : (await listTemplates(ctx)).find(({ state }) => state === 'investigating');
  const since = Math.min(
    now,
    ...affected.flatMap(({ since: at, status }) => (at !== null && levelOf(status) > 1 ? [at] : [])),
  );
  const failures = affected.map(({ slug, name, status, regions }) => ({
    slug,
    name,
    status: TROUBLE.find((one) => one === status) ?? ('major_outage' as const),
    place: failurePlace(regions),
  }));
  const effects = await componentEffects(
    ctx,
    failures.map(({ slug }) => slug),
  );
  const failing = failures.map(({ slug, status }) => ({ status, effects: effects.get(slug) ?? {} }));
  const values = { components: names, effect: effectText(failing, en.label), since: formatMoment(since, now) };
  return {
    components,
    chosen: Object.fromEntries(failures.map(({ slug, status }): [string, Stated] => [slug, status])),
    title:
      affected.length === 0
        ? ''
        : template?.title
          ? cutTitle(fillTitle(template.title, values))
          : automaticTitle(failures),
    body: template ? fillTemplate(template.body, values) : '',
    nextMinutes: NEXT_MINUTES,
  };
}

async function componentEffects(ctx: ActingContext, slugs: readonly string[]): Promise<Map<string, Effects>> {
  const select = { slug: true, effects: true };
  const found = await ctx.prisma.component.findMany({ where: { slug: { in: [...slugs] } }, select });
  return new Map(found.map(({ slug, effects }) => [slug, effects as Effects])); // written from validated files only
}

/** Returns whether an open incident already states trouble of the component. */
function isPublished({ openIncidents }: SystemSummary, slug: string): boolean {
  return openIncidents.some(({ components }) =>
    components.some((one) => one.slug === slug && one.status !== 'operational'),
  );
}
