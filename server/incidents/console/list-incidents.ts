import { z } from 'zod';
import { INCIDENT_STATES, type IncidentState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { textLine } from '#server/markdown/plain-text';

const PAGE_SIZE = 25;
const PAGES_MAX = 1_000;
const QUERY_LENGTH_MAX = 200;

/** Filters of the list. */
const filterSchema = z.strictObject({
  q: textLine(QUERY_LENGTH_MAX).default(''),
  state: z.enum(['open', 'withdrawn', ...INCIDENT_STATES, '']).default(''),
  component: textLine(QUERY_LENGTH_MAX).default(''),
  page: z.coerce.number().int().min(1).max(PAGES_MAX).default(1),
});
export type IncidentFilter = z.output<typeof filterSchema>;

export type ListedIncident = {
  publicId: string;
  title: string;
  state: IncidentState;
  startedAt: Instant;
  resolvedAt: Instant | null;
  isPublic: boolean;
  isWithdrawn: boolean;
  isMerged: boolean;
  components: string[];
};

function stateWhere(state: IncidentFilter['state']) {
  if (state === '') return {};
  if (state === 'withdrawn') return { withdrawnAt: { not: null } };
  return state === 'open' ? { isOpen: true } : { withdrawnAt: null, mergedIntoId: null, state };
}

function textWhere(q: string) {
  if (q === '') return {};
  const matches = { contains: q.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const };
  return {
    OR: [
      { title: matches },
      { publicId: q },
      { updates: { some: { body: matches } } },
      { notes: { some: { body: matches } } },
    ],
  };
}

/** Lists incidents, newest first, filtered by state, component and text in title, updates or notes. Errors: forbidden, invalid_input. */
export async function listIncidents(
  ctx: ActingContext,
  input: unknown,
): Promise<{ filter: IncidentFilter; incidents: ListedIncident[]; hasMore: boolean }> {
  authorize(ctx, 'incident:read');
  const parsed = filterSchema.safeParse(input);
  if (!parsed.success)
    throw new AppError(
      'invalid_input',
      `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
    );
  const { q, state, component, page } = parsed.data;
  const where = {
    ...stateWhere(state),
    ...textWhere(q),
    ...(component === '' ? {} : { components: { some: { component: { slug: component } } } }),
  };
  const rows = await ctx.prisma.incident.findMany({
    where,
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    skip: (page - 1) * PAGE_SIZE,
    take: PAGE_SIZE + 1,
    select: {
      publicId: true,
      title: true,
      state: true,
      startedAt: true,
      resolvedAt: true,
      publicAt: true,
      withdrawnAt: true,
      mergedIntoId: true,
      components: { select: { component: { select: { name: true } } } },
    },
  });
  const incidents = rows.slice(0, PAGE_SIZE).map((row) => ({
    publicId: row.publicId,
    title: row.title,
    state: row.state as IncidentState, // the table's CHECK lists the states
    startedAt: row.startedAt.getTime(),
    resolvedAt: row.resolvedAt?.getTime() ?? null,
    isPublic: row.publicAt !== null,
    isWithdrawn: row.withdrawnAt !== null,
    isMerged: row.mergedIntoId !== null,
    components: row.components.map((one) => one.component.name),
  }));
  return { filter: parsed.data, incidents, hasMore: rows.length > PAGE_SIZE };
}
