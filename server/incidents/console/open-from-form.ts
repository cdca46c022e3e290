import { impactOf } from '#domain/incident/public-incident';
import { type ActingContext, authorize } from '#server/actor';
import { recipientCounts } from '#server/delivery/reads/recipient-counts';
import { affectedOf } from '#server/incidents/update/find-incident';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { affectedIn, UNDO_SECONDS } from './compose-update.ts';

type Fields = Record<string, string | string[]>;
const text = (fields: Fields, name: string) => String(fields[name] ?? '').trim();
const optional = <K extends string>(fields: Fields, name: K) =>
  text(fields, name) === '' ? {} : ({ [name]: text(fields, name) } as { [key in K]: string });

/** Opens an incident from the form. Errors: those of openIncident. */
export async function openFromForm(ctx: ActingContext, fields: Fields): Promise<{ incident: string }> {
  const nextUpdateMinutes = Number(text(fields, 'next'));
  return openIncident(ctx, {
    title: text(fields, 'title'),
    body: text(fields, 'body'),
    ...(nextUpdateMinutes > 0 ? { nextUpdateMinutes } : {}),
    affected: affectedIn(fields),
    separate: fields.separate === 'on',
    undoSeconds: UNDO_SECONDS,
    ...optional(fields, 'startedAt'),
    ...optional(fields, 'whatYouCanDo'),
    ...optional(fields, 'idempotencyKey'),
  });
}

/** Counts who is notified if the incident of the form is opened now. Errors: forbidden, invalid_input. */
export async function recipientsOfForm(
  ctx: ActingContext,
  fields: Fields,
): Promise<{ people: number; webhooks: number }> {
  authorize(ctx, 'incident:open');
  const affected = await affectedOf(ctx.prisma, affectedIn(fields));
  const components = await ctx.prisma.component.findMany({
    where: { id: { in: affected.map(({ componentId }) => componentId) } },
    select: { publicId: true },
  });
  const impact = impactOf(
    affected.map(({ status }) => status),
    [],
  );
  const incident = { impact, components, state: 'investigating', withdrawnAt: null, mergedInto: null } as const;
  return recipientCounts(ctx, { incidentId: null, kind: 'opened' }, incident);
}

/** Backfills an incident from the form, with one update at its start and one at its end. Errors: those of backfillIncident. */
export async function backfillFromForm(ctx: ActingContext, fields: Fields): Promise<{ incident: string }> {
  const affected = affectedIn(fields);
  return backfillIncident(ctx, {
    title: text(fields, 'title'),
    startedAt: text(fields, 'startedAt'),
    updates: [
      {
        state: 'investigating',
        body: text(fields, 'began'),
        occurredAt: text(fields, 'startedAt'),
        affected,
        ...optional(fields, 'whatYouCanDo'),
      },
      {
        state: 'resolved',
        body: text(fields, 'ended'),
        occurredAt: text(fields, 'endedAt'),
        affected: affected.map(({ component }) => ({ component, status: 'operational' as const })),
      },
    ],
    ...optional(fields, 'idempotencyKey'),
  });
}
