import type { PublicIncident } from '#domain/incident/public-incident';
import { type ActingContext, authorize } from '#server/actor';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import type { IncidentAudience, IncidentChoice } from '#server/incidents/sql/incident-rows';
import { readIncidents } from './read-incidents.ts';

/** Other texts are not queried, because PostgreSQL rejects U+0000. */
const PUBLIC_ID = /^[a-z0-9]{12}$/;

/** Reads the public incidents of a choice. */
export async function publicIncidents(
  ctx: Pick<Context, 'web' | 'clock'>,
  choice: IncidentChoice,
  audience: IncidentAudience = 'readers',
): Promise<PublicIncident[]> {
  return snapshot(ctx.web, (client) => readIncidents(client, choice, audience, ctx.clock.now()));
}

/** Reads one public incident. Errors: not_found, also for an incident that is not public. */
export async function publicIncident(
  ctx: Pick<Context, 'web' | 'clock'>,
  publicId: string,
  audience: IncidentAudience = 'readers',
): Promise<PublicIncident> {
  const [found] = PUBLIC_ID.test(publicId) ? await publicIncidents(ctx, { kind: 'one', publicId }, audience) : [];
  if (!found) throw new AppError('not_found', 'Incident not found.');
  return found;
}

/** Reads an incident as readers would see it if it became public now, for previews. Errors: forbidden, not_found. */
export async function incidentForStaff(ctx: ActingContext, publicId: string): Promise<PublicIncident> {
  authorize(ctx, 'incident:update');
  return publicIncident(ctx, publicId, 'preview');
}
