import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { eventListSchema, eventQuerySchema } from '#server/delivery/event-schemas';
import { notificationSchema } from '#server/ingest/alert-schemas';
import { probeBatchSchema, receiptSchema } from '#server/ingest/schemas';
import { intervalsSchema, unconfirmedSchema, uptimePeriodsSchema, uptimeSchema } from '#server/sla/schemas';
import { incidentPaths } from './incidents.ts';
import { answer, json, operation, TAGS } from './operation.ts';
import { postmortemPaths } from './postmortems.ts';
import { settingPaths } from './settings.ts';
import { subscriberPaths } from './subscribers.ts';

const instant = z.iso.datetime({ offset: true });
const window = z.object({ from: instant, to: instant });
const slug = z.object({ slug: z.string().meta({ description: 'Slug of a component', example: 'serving' }) });
const key = z.object({ key: z.string().meta({ description: 'A token with the scope probes:ping' }) });
const text = (description: string) => ({ description, content: { 'text/plain': { schema: z.string() } } });

const delivery = (id: string, summary: string, schema: z.ZodType) => ({
  post: operation({
    id,
    tag: 'Probes',
    summary,
    access: 'token',
    body: json(schema),
    answers: answer('202', receiptSchema, 'Stored durably; lists the rejected entries'),
    refusals: [400, 413, 415, 422],
  }),
});
const keyAndExit = key.extend({
  exitStatus: z.number().int().min(0).max(255).meta({ description: 'Exit status of the command' }),
});
const ping = (id: string, summary: string, path: typeof key = key) => ({
  get: {
    ...operation({ id, tag: 'Probes', summary, access: 'public', params: { path }, answers: {} }),
    responses: {
      '200': text('OK: stored durably'),
      '404': text('No heartbeat with this key exists'),
      '503': text('Not stored; retry after the time in Retry-After'),
    },
  },
});
const record = (id: string, summary: string, schema: z.ZodType) => ({
  get: operation({
    id,
    tag: 'Components',
    summary,
    access: 'public',
    params: { path: slug, query: window },
    answers: answer('200', schema),
    refusals: [404, 422],
  }),
});

const periods = (id: string, summary: string, answers: Parameters<typeof operation>[0]['answers']) => ({
  get: operation({
    id,
    tag: 'Components',
    summary,
    access: 'public',
    params: { query: z.object({ year: z.string().optional().meta({ description: 'Default: this year' }) }) },
    answers,
    refusals: [422],
  }),
});

/** The path of the list of events. */
const eventPaths = {
  '/api/v1/events': {
    get: operation({
      id: 'listEvents',
      tag: 'Incidents',
      summary: 'List public events in order of publication, in the webhook format',
      access: 'public',
      params: { query: eventQuerySchema },
      answers: answer('200', eventListSchema),
      refusals: [422],
    }),
  },
};

/** Builds the OpenAPI 3.1 description from the schemas that validate the requests. */
export function openApiDocument(origin: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Candor',
      version: '1',
      description: 'Send probes; read status, uptime and incidents. Errors are RFC 9457 problem details.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    tags: [...TAGS],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/api/v1/probes': delivery(
        'deliverProbes',
        'Deliver a batch of probes from one source. Accepts gzip. Safe to repeat.',
        probeBatchSchema,
      ),
      '/api/v1/probes/alertmanager': delivery(
        'deliverAlerts',
        'Deliver an Alertmanager notification for a source of kind edge. Safe to repeat.',
        notificationSchema,
      ),
      '/ping/{key}': ping('pingHeartbeat', 'Report that a job succeeded. HEAD and POST do the same.'),
      '/ping/{key}/start': ping(
        'startHeartbeat',
        'Report that a job started; does not change its status. HEAD and POST do the same.',
      ),
      '/ping/{key}/log': ping(
        'logHeartbeat',
        'Send a log message; does not change the status. HEAD and POST do the same.',
      ),
      '/ping/{key}/{exitStatus}': ping(
        'exitHeartbeat',
        'Report the exit status of a job: 0 is success, anything else a failure. HEAD and POST do the same.',
        keyAndExit,
      ),
      '/ping/{key}/fail': ping('failHeartbeat', 'Report that a job failed. HEAD and POST do the same.'),
      ...incidentPaths(),
      ...postmortemPaths(),
      ...subscriberPaths(),
      ...eventPaths,
      ...settingPaths(),
      '/api/v1/components/{slug}/intervals': record(
        'listIntervals',
        'List the status intervals of a component in a window',
        intervalsSchema,
      ),
      '/api/v1/components/{slug}/unconfirmed': record(
        'listUnconfirmed',
        'List failures that were never confirmed; windows of at most 31 days',
        unconfirmedSchema,
      ),
      '/api/v1/components/{slug}/uptime': record(
        'getUptime',
        'Get the uptime of a component in a window, compared with its SLA target',
        uptimeSchema,
      ),
      '/api/v1/uptime': periods(
        'listUptimePeriods',
        'List the uptime of all components in a year and its months',
        answer('200', uptimePeriodsSchema),
      ),
      '/api/v1/uptime.csv': periods('exportUptimePeriods', 'Export the uptime of a year and its months as CSV', {
        '200': { description: 'One line per component and period', content: { 'text/csv': { schema: z.string() } } },
      }),
    },
  });
}
