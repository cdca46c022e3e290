import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { PROBLEMS } from '../errors.ts';
import { notificationSchema } from '../probes/alert-schemas.ts';
import { probeBatchSchema, receiptSchema } from '../probes/schemas.ts';
import { intervalsSchema, unconfirmedSchema, uptimeSchema } from '../sla/schemas.ts';
import { incidentPaths } from './openapi-incidents.ts';
import { settingPaths } from './openapi-settings.ts';

const problemSchema = z
  .object({ type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(), instance: z.string(), request_id: z.string() })
  .meta({
    id: 'Problem',
    description: `RFC 9457. Types: ${Object.keys(PROBLEMS)
      .map((code) => `/problems/${code.replaceAll('_', '-')}`)
      .join(', ')}`,
  });

const problem = { description: 'Problem', content: { 'application/problem+json': { schema: problemSchema } } };
const window = z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) });
const key = z.object({ key: z.string().meta({ description: 'A token of scope probes:ping' }) });
const text = (description: string) => ({ description, content: { 'text/plain': { schema: z.string() } } });
const keyAndExit = key.extend({ exitStatus: z.number().int().min(0).max(255).meta({ description: 'Exit status of the command' }) });
const ping = { '200': text('OK: durably stored'), '404': text('No heartbeat has this key'), '503': text('Not stored: try again after Retry-After') };
const delivery = (summary: string, schema: z.ZodType) => ({
  post: {
    summary,
    security: [{ token: [] }],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      '202': { description: 'Durably stored; what is refused is listed', content: { 'application/json': { schema: receiptSchema } } },
      ...Object.fromEntries(['400', '401', '403', '413', '415', '422', '503'].map((status) => [status, problem])),
    },
  },
});
const record = (summary: string, schema: z.ZodType) => ({
  get: {
    summary,
    requestParams: { path: z.object({ slug: z.string() }), query: window },
    responses: { '200': { description: 'OK', content: { 'application/json': { schema } } }, '404': problem, '422': problem, '503': problem },
  },
});

/** The OpenAPI 3.1 description, made from the schemas that the requests are checked with. */
export function openApiDocument(origin: string) {
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Candor', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: origin }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/api/v1/probes': delivery('Deliver a batch of probes of one source; gzip allowed. Safe to repeat.', probeBatchSchema),
      '/api/v1/probes/alertmanager': delivery('Deliver a notification of Alertmanager for a source of kind edge. Safe to repeat.', notificationSchema),
      '/ping/{key}': { get: { summary: 'A job is well; HEAD and POST do the same', requestParams: { path: key }, responses: ping } },
      '/ping/{key}/start': {
        get: { summary: 'A job has started, which changes nothing; HEAD and POST do the same', requestParams: { path: key }, responses: ping },
      },
      '/ping/{key}/log': { get: { summary: 'A message that changes nothing; HEAD and POST do the same', requestParams: { path: key }, responses: ping } },
      '/ping/{key}/{exitStatus}': {
        get: { summary: 'A job has ended: well with 0, else it has failed; HEAD and POST do the same', requestParams: { path: keyAndExit }, responses: ping },
      },
      '/ping/{key}/fail': { get: { summary: 'A job has failed; HEAD and POST do the same', requestParams: { path: key }, responses: ping } },
      ...incidentPaths(problem),
      ...settingPaths(problem),
      '/api/v1/components/{slug}/intervals': record('Status intervals over a window', intervalsSchema),
      '/api/v1/components/{slug}/unconfirmed': record('Trouble that was seen and never confirmed; windows of at most 31 days', unconfirmedSchema),
      '/api/v1/components/{slug}/uptime': record('Uptime against the SLA over a window', uptimeSchema),
    },
  });
}
