import { INCIDENT_STATES, type IncidentState } from '#domain/incident/incident';
import { type ActingContext, authorize } from '#server/actor';

const TEMPLATES_MAX = 500;

/** Returns the templates in the order of their incident states, those without a state last, then by name. Errors: forbidden. */
export async function listTemplates(ctx: ActingContext) {
  authorize(ctx, 'incident:read');
  const select = { name: true, title: true, body: true, state: true, version: true } as const;
  const found = await ctx.prisma.updateTemplate.findMany({ orderBy: { name: 'asc' }, take: TEMPLATES_MAX, select });
  return found.toSorted((a, b) => rankOf(a.state) - rankOf(b.state));
}

function rankOf(state: string | null): number {
  return state === null ? INCIDENT_STATES.length : INCIDENT_STATES.indexOf(state as IncidentState); // the table's CHECK lists the states
}
