import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { PROBLEMS } from '../errors.ts';
import { probeBatchSchema, receiptSchema } from '../probes/schemas.ts';
import { intervalsSchema, unconfirmedSchema, uptimeSchema } from '../sla/schemas.ts';

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
      '/api/v1/probes': {
        post: {
          summary: 'Deliver a batch of probes of one source; gzip allowed. Safe to repeat.',
          security: [{ token: [] }],
          requestBody: { required: true, content: { 'application/json': { schema: probeBatchSchema } } },
          responses: {
            '202': { description: 'Durably stored; refused probes are listed', content: { 'application/json': { schema: receiptSchema } } },
            '400': problem,
            '401': problem,
            '403': problem,
            '413': problem,
            '415': problem,
            '422': problem,
            '503': problem,
          },
        },
      },
      '/api/v1/components/{slug}/intervals': record('Status intervals over a window', intervalsSchema),
      '/api/v1/components/{slug}/unconfirmed': record('Trouble that was seen and never confirmed; windows of at most 31 days', unconfirmedSchema),
      '/api/v1/components/{slug}/uptime': record('Uptime against the SLA over a window', uptimeSchema),
    },
  });
}
