import { z } from 'zod';
import { INCIDENT_STATES } from '#domain/incident/incident';
import { STATED } from '#domain/measurement/status';
import { textLine } from '#server/markdown/plain-text';

const instant = z.iso.datetime().meta({ description: 'UTC with milliseconds', example: '2022-03-30T13:20:00.000Z' });
const id = z.string().meta({ description: '12 letters and digits' });
const component = z.object({ id, slug: z.string(), name: z.string() });

export const incidentSchema = z
  .object({
    id,
    url: z.string(),
    title: z.string(),
    state: z.enum(INCIDENT_STATES),
    isOpen: z.boolean(),
    impact: z.enum(['none', 'minor', 'major', 'critical']),
    startedAt: instant,
    detectedAt: instant.nullable().meta({
      description:
        'Time when monitoring confirmed the outage or staff opened the incident; null for backfilled incidents',
    }),
    publicAt: instant.meta({ description: 'Time of the first public update' }),
    updatedAt: instant.meta({ description: 'Time of the last public change' }),
    monitoringAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    withdrawnAt: instant.nullable(),
    mergedInto: id.nullable(),
    nextUpdateBy: instant.nullable().meta({ description: 'Announced time of the next update' }),
    whatYouCanDo: z.string().nullable().meta({ description: 'What readers can do now, as plain text' }),
    downMs: z.number().int().nullable().meta({
      description:
        'Total downtime: the union of the episodes or, without episodes, the duration of the reported outage; null if nothing was down',
    }),
    downBasis: z.enum(['measured', 'reported']).nullable().meta({
      description:
        'Source of downMs: `measured` by monitoring, or only `reported` by staff, which does not change the uptime; null if downMs is null',
    }),
    episodes: z.array(
      z.object({
        from: instant,
        to: instant.nullable(),
        component: z.string(),
        level: z.enum(['partial_outage', 'major_outage']),
      }),
    ),
    components: z.array(component.extend({ status: z.enum(STATED) })),
    postmortem: id.nullable().meta({ description: 'Id of the published post-mortem' }),
    postmortemPromisedOn: z.iso.date().nullable().meta({
      description: 'Day (UTC) by which a post-mortem was promised that is not published yet',
    }),
    related: z.array(id).meta({ description: 'Ids of related public incidents' }),
    updates: z
      .array(
        z.object({
          id,
          state: z.enum(INCIDENT_STATES),
          body: z.string().meta({ description: 'Markdown source; empty if the update was retracted' }),
          text: z.string(),
          html: z.string().meta({ description: 'Sanitised HTML' }),
          isAutomatic: z.boolean(),
          occurredAt: instant,
          publishedAt: instant,
          editedAt: instant.nullable(),
          retractedAt: instant.nullable(),
          retractedReason: z.string().nullable(),
          nextUpdateBy: instant.nullable(),
          promise: z.enum(['met', 'missed', 'due']).nullable(),
          whatYouCanDo: z
            .string()
            .nullable()
            .meta({ description: 'What readers could do when the update was published, as plain text' }),
          affected: z.array(component.extend({ oldStatus: z.enum(STATED), newStatus: z.enum(STATED) })),
        }),
      )
      .meta({ description: 'Newest first' }),
  })
  .meta({ id: 'Incident' });

export const incidentListSchema = z
  .object({
    page: z.number().int(),
    perPage: z.number().int(),
    hasMore: z.boolean(),
    incidents: z.array(incidentSchema),
  })
  .meta({ id: 'IncidentList' });

export const incidentQuerySchema = z.strictObject({
  state: z.enum(['open', 'closed']).optional(),
  component: textLine(63).optional(),
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Returns incidents that began at this time or later' }),
  to: z.iso.datetime({ offset: true }).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  perPage: z.coerce.number().int().min(1).max(100).default(20),
});
