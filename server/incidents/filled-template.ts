import type { IncidentState } from '#domain/incident';
import { fillTemplate } from '#domain/update-template';
import { fullMomentWords } from '#domain/utc-words';
import { type ActingContext, authorize } from '../actor.ts';
import { AppError } from '../errors.ts';

const NAMES = new Intl.ListFormat('en-GB');
const MINUTE_MS = 60_000;

type Filling = { template: string; incident: string; nextUpdateBy?: number | null };

/** A template with what is known of an incident filled in: a text to go on with. Errors: forbidden, not_found. */
export async function filledTemplate(ctx: ActingContext, { template, incident, nextUpdateBy = null }: Filling) {
  authorize(ctx, 'incident:read');
  const text = await ctx.prisma.updateTemplate.findUnique({ where: { name: template }, select: { body: true, state: true } });
  const found = await ctx.prisma.incident.findUnique({
    where: { publicId: incident },
    select: { title: true, startedAt: true, components: { orderBy: { component: { position: 'asc' } }, select: { component: { select: { name: true } } } } },
  });
  if (!text || !found) throw new AppError('not_found', 'There is no such template, or no such incident.');
  const { title, startedAt, components } = found;
  const values = {
    title,
    since: fullMomentWords(startedAt.getTime()),
    duration: `${Math.max(1, Math.floor((ctx.clock.now() - startedAt.getTime()) / MINUTE_MS))} min`,
    ...(components.length > 0 ? { components: NAMES.format(components.map(({ component }) => component.name)) } : {}),
    ...(nextUpdateBy === null ? {} : { next_update: fullMomentWords(nextUpdateBy) }),
  };
  return { body: fillTemplate(text.body, values), state: text.state as IncidentState | null }; // checked by the table
}
