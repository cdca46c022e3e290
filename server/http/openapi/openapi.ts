import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { notificationSchema } from '#server/ingest/alert-schemas';
import { probeBatchSchema, receiptSchema } from '#server/ingest/schemas';
import { intervalsSchema, unconfirmedSchema, uptimeSchema } from '#server/sla/schemas';
import { incidentPaths } from './incidents.ts';
import { answer, json, operation, TAGS } from './operation.ts';
import { settingPaths } from './settings.ts';

const instant = z.iso.datetime({ offset: true });
const window = z.object({ from: instant, to: instant });
const slug = z.object({ slug: z.string().meta({ description: 'Slug of a component', example: 'serving' }) });
const key = z.object({ key: z.string().meta({ description: 'A token of scope probes:ping' }) });
const text = (description: string) => ({ description, content: { 'text/plain': { schema: z.string() } } });

const delivery = (id: string, summary: string, schema: z.ZodType) => ({
  post: operation({
    id,
    tag: 'Probes',
    summary,
    access: 'token',
    body: json(schema),
    answers: answer('202', receiptSchema, 'Durably stored; what is refused is listed'),
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
      '200': text('OK: durably stored'),
      '404': text('No heartbeat has this key'),
      '503': text('Not stored: try again after Retry-After'),
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

/** The OpenAPI 3.1 description, made from the schemas that the requests are checked with. */
export function openApiDocument(origin: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Candor',
      version: '1',
      description: 'Probes in; status, uptime and incidents out. Errors are RFC 9457 problem details.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    tags: [...TAGS],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/api/v1/probes': delivery(
        'deliverProbes',
        'Deliver a batch of probes of one source; gzip allowed. Safe to repeat.',
        probeBatchSchema,
      ),
      '/api/v1/probes/alertmanager': delivery(
        'deliverAlerts',
        'Deliver a notification of Alertmanager for a source of kind edge. Safe to repeat.',
        notificationSchema,
      ),
      '/ping/{key}': ping('pingHeartbeat', 'Report that a job works; HEAD and POST do the same'),
      '/ping/{key}/start': ping(
        'startHeartbeat',
        'Report that a job has started, which changes nothing; HEAD and POST do the same',
      ),
      '/ping/{key}/log': ping('logHeartbeat', 'Send a message that changes nothing; HEAD and POST do the same'),
      '/ping/{key}/{exitStatus}': ping(
        'exitHeartbeat',
        'Report how a job ended: 0 works, else it has failed; HEAD and POST do the same',
        keyAndExit,
      ),
      '/ping/{key}/fail': ping('failHeartbeat', 'Report that a job has failed; HEAD and POST do the same'),
      ...incidentPaths(),
      ...settingPaths(),
      '/api/v1/components/{slug}/intervals': record('listIntervals', 'Status intervals over a window', intervalsSchema),
      '/api/v1/components/{slug}/unconfirmed': record(
        'listUnconfirmed',
        'Failures that were never confirmed; windows of at most 31 days',
        unconfirmedSchema,
      ),
      '/api/v1/components/{slug}/uptime': record('getUptime', 'Uptime against the SLA over a window', uptimeSchema),
    },
  });
}
