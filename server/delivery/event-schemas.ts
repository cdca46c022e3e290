import { z } from 'zod';
import { EVENT_KINDS } from '#domain/delivery/kind';

const instant = z.iso.datetime().meta({ description: 'UTC with milliseconds', example: '2022-03-30T13:20:00.000Z' });
const id = z.string().meta({ description: '12 letters and digits' });
const text = z.string().nullable();
const status = z.enum(['operational', 'degraded_performance', 'partial_outage', 'major_outage']);
const incidentStatus = z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']);

const component = z.strictObject({
  id,
  name: z.string(),
  status,
  created_at: instant,
  updated_at: instant,
  position: z.number().int(),
  description: text,
  showcase: z.boolean(),
  start_date: text,
  group_id: text,
  page_id: z.string(),
  group: z.boolean(),
  only_show_if_degraded: z.boolean(),
});

const update = z.strictObject({
  id,
  status: incidentStatus,
  body: z.string(),
  incident_id: id,
  created_at: instant,
  updated_at: instant,
  display_at: instant,
  affected_components: z
    .array(z.strictObject({ code: id, name: z.string(), old_status: status, new_status: status }))
    .nullable(),
  deliver_notifications: z.boolean(),
  custom_tweet: z.null(),
  tweet_id: z.null(),
});

const incident = z.strictObject({
  id,
  name: z.string(),
  status: incidentStatus,
  created_at: instant,
  updated_at: instant,
  monitoring_at: instant.nullable(),
  resolved_at: instant.nullable(),
  impact: z.enum(['none', 'minor', 'major', 'critical']),
  shortlink: z.string(),
  started_at: instant,
  page_id: z.string(),
  incident_updates: z.array(update).meta({ description: 'Newest first' }),
  components: z.array(component),
  reminder_intervals: z.null(),
  postmortem_body: text.meta({
    description: 'The post-mortem as Markdown; null if there is none, in digests, and where the body would be too long',
  }),
  postmortem_published_at: instant.nullable(),
});

/** The body of an event as it is stored: public fields only, all of them required but `omitted`. Webhooks add `sequence`. */
export const eventBodySchema = z.strictObject({
  type: z.enum([
    'incident.created',
    'incident.updated',
    'incident.resolved',
    'incident.postmortem_published',
    'maintenance.updated',
  ]),
  timestamp: instant.meta({ description: 'Time of the event' }),
  data: z.strictObject({
    event: z.strictObject({ id, kind: z.enum(EVENT_KINDS) }),
    incident: incident.meta({ description: 'The incident when the event was sent, as in /api/v2/incidents.json' }),
    page: z.strictObject({
      id: z.string(),
      name: z.string(),
      url: z.string(),
      time_zone: z.string(),
      updated_at: instant,
    }),
    omitted: z
      .strictObject({
        updates: z.number().int(),
        components: z.number().int(),
        url: z.string().meta({ description: 'The whole incident' }),
      })
      .optional()
      .meta({ description: 'Numbers of older updates and of components left out of a body of 20 kB or more' }),
    status: z.strictObject({ indicator: z.enum(['none', 'minor', 'major', 'critical']), description: z.string() }),
  }),
});

export const eventListSchema = z
  .strictObject({
    events: z
      .array(
        eventBodySchema.extend({
          position: z.number().int().meta({ description: 'Its place in the order of publication' }),
        }),
      )
      .meta({ description: 'In the order of publication' }),
    next: z.number().int().meta({ description: 'The value of `after` for the next request' }),
    hasMore: z.boolean(),
  })
  .meta({ id: 'EventList' });

export const eventQuerySchema = z.strictObject({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .default(0)
    .meta({ description: 'Returns events after this position' }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
