import type { IncidentState } from '#domain/incident';
import { isOpenState } from '#domain/incident';
import { type ActingContext, authorize } from '../actor.ts';
import { AppError } from '../errors.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { isRed, probeWords } from './probe-words.ts';

const ORDER = [{ occurredAt: 'desc' }, { id: 'desc' }] as const;

/**
 * Everything that staff may know of one incident: every update with its audience and versions, notes, episodes (erased ones too), the draft, and what
 * probes say of its components now. Errors: forbidden, not_found.
 */
export async function staffIncident(ctx: ActingContext, publicId: string) {
  authorize(ctx, 'incident:read');
  const found = await ctx.prisma.incident.findUnique({
    where: { publicId },
    include: {
      mergedInto: { select: { publicId: true, title: true } },
      components: { include: { component: { select: { slug: true, name: true, position: true } } } },
      episodes: { orderBy: { fromAt: 'asc' }, include: { component: { select: { slug: true, name: true } } } },
      updates: {
        orderBy: [...ORDER],
        include: { versions: { orderBy: { version: 'asc' } }, impacts: { include: { component: { select: { slug: true, name: true } } } } },
      },
      notes: { orderBy: { id: 'desc' } },
      draft: true,
    },
  });
  if (!found) throw new AppError('not_found', 'There is no incident with this id.');
  const { id: _, mergedIntoId: __, components, updates, notes, ...incident } = found;
  const probes = await probeWords(
    ctx,
    components.map(({ componentId }) => componentId),
  );
  return {
    ...incident,
    state: incident.state as IncidentState, // checked by the table
    components: components
      .sort((a, b) => a.component.position - b.component.position)
      .map(({ component, status }) => ({ slug: component.slug, name: component.name, status })),
    updates: updates.map((update) => ({ ...update, html: renderMarkdown(update.body).html })),
    notes: notes.map((note) => ({ ...note, html: renderMarkdown(note.body).html })),
    probes,
    isOpen: isOpenState(incident.state as IncidentState) && !incident.withdrawnAt && !incident.mergedInto, // checked by the table
    isRed: probes.some(isRed),
  };
}

/** How a text will look to readers, before anybody reads it. Errors: forbidden. */
export function previewText(ctx: ActingContext, body: string): { html: string; text: string } {
  authorize(ctx, 'incident:read');
  return renderMarkdown(body);
}
