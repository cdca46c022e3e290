import { z } from 'zod';
import { INCIDENT_STATES } from '#domain/incident';
import { type ActingContext, authorize } from '../actor.ts';
import { parseInput } from './parse-input.ts';

const PER_PAGE_MAX = 100;

const querySchema = z.strictObject({
  open: z.boolean().optional(),
  state: z.enum(INCIDENT_STATES).optional(),
  component: z.string().max(63).optional(),
  search: z.string().trim().min(1).max(200).optional(),
  page: z.number().int().min(1).default(1),
  perPage: z.number().int().min(1).max(PER_PAGE_MAX).default(25),
});

export type ListIncidents = z.input<typeof querySchema>;

const OPEN = { state: { notIn: ['resolved', 'postmortem'] }, withdrawnAt: null, mergedIntoId: null };

/**
 * Incidents for staff, those that are not public too, newest first. `search` looks in titles and texts. Each comes with the promise that stands and
 * whether late data erased what it stood for. Errors: forbidden, invalid_input.
 */
export async function listIncidents(ctx: ActingContext, query: ListIncidents = {}) {
  authorize(ctx, 'incident:read');
  const { open, state, component, search, page, perPage } = parseInput(querySchema, query);
  const contains = search === undefined ? undefined : { contains: search.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const };
  const found = await ctx.prisma.incident.findMany({
    where: {
      AND: [
        open === undefined ? {} : open ? OPEN : { NOT: OPEN },
        state === undefined ? {} : { state },
        component === undefined ? {} : { components: { some: { component: { slug: component } } } },
        contains === undefined ? {} : { OR: [{ title: contains }, { updates: { some: { body: contains } } }] },
      ],
    },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    skip: (page - 1) * perPage,
    take: perPage + 1, // one more tells whether there is another page
    select: {
      publicId: true,
      title: true,
      origin: true,
      state: true,
      startedAt: true,
      publicAt: true,
      heldUntil: true,
      confirmedAt: true,
      resolvedAt: true,
      withdrawnAt: true,
      mergedInto: { select: { publicId: true } },
      updatedAt: true,
      components: { select: { status: true, component: { select: { slug: true, name: true } } } },
      updates: { orderBy: { id: 'desc' }, take: 1, where: { audience: { has: 'public' } }, select: { nextUpdateBy: true, publishedAt: true } },
      episodes: { select: { fromAt: true, toAt: true, level: true, erasedAt: true } },
    },
  });
  const incidents = found.slice(0, perPage).map(({ updates, episodes, ...incident }) => ({
    ...incident,
    nextUpdateBy: updates[0]?.nextUpdateBy ?? null,
    isErased: episodes.length > 0 && episodes.every(({ erasedAt }) => erasedAt !== null),
    isGoingOn: episodes.some(({ toAt, erasedAt }) => toAt === null && erasedAt === null),
  }));
  return { page, perPage, hasMore: found.length > perPage, incidents };
}
