import type { OpenIncident } from '#server/incidents/schemas';
import { openIncident } from '#server/incidents/verbs/open-incident';
import type { TestWorld } from './database.ts';
import { as, CORY } from './people.ts';

const BODY = 'Part of **serving** answers slowly since 12:00 UTC.';

/** Opens an incident as Cory, without components by default. */
export function anIncident({ ctx }: Pick<TestWorld, 'ctx'>, change: Partial<OpenIncident> = {}) {
  return openIncident(as(ctx, CORY), { title: 'Slow answers', body: BODY, ...change });
}

/** Stores an incident by staff, without updates and components, in the state "investigating". */
export async function plantIncident({ ctx }: Pick<TestWorld, 'ctx'>, publicId: string, isPublic = true): Promise<void> {
  const at = new Date(ctx.clock.now());
  const times = { movedAt: at, startedAt: at, createdAt: at, updatedAt: at, publicAt: isPublic ? at : null };
  await ctx.prisma.incident.create({
    data: { publicId, title: 'Slow', origin: 'staff', state: 'investigating', ...times },
  });
}

/** Returns the rows of an incident: its updates with impacts and versions, and its components. */
export function storedIncident({ ctx }: TestWorld, publicId: string) {
  return ctx.prisma.incident.findUniqueOrThrow({
    where: { publicId },
    include: {
      updates: { orderBy: { id: 'asc' }, include: { impacts: true, versions: true, events: true } },
      components: true,
    },
  });
}

const TABLES = [
  'incident',
  'incident_component',
  'incident_update',
  'incident_update_version',
  'incident_impact',
  'incident_note',
  'incident_draft',
];
const MORE = ['incident_request', 'update_template', 'episode', 'incident_link', 'event'];

/** Returns everything that is stored about incidents as one text, and the length of the audit log. */
export async function everything({ ctx }: TestWorld): Promise<{ rows: string; audited: number }> {
  const parts = await Promise.all(
    [...TABLES, ...MORE].map((table) =>
      ctx.web.query(`SELECT COALESCE(jsonb_agg(t ORDER BY t::text), '[]')::text AS rows FROM ${table} t`),
    ),
  );
  return { rows: parts.map(({ rows }) => rows[0].rows).join('\n'), audited: await ctx.prisma.auditRow.count() };
}
