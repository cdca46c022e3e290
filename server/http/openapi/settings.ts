import { z } from 'zod';
import { destinationSchema, idSchema } from '#server/alerting/schemas';
import { answer, json, operation } from './operation.ts';

const REFUSALS = [400, 404, 409, 413, 422];
const done = z.strictObject({});
const text = (...types: string[]) => Object.fromEntries(types.map((type) => [type, { schema: z.string() }]));
const target = { path: idSchema.extend({ id: idSchema.shape.id.meta({ description: 'Id of an alert destination' }) }) };
const listedDestination = z
  .strictObject({
    id: z.number().int(),
    name: z.string(),
    kind: z.enum(['mail', 'webhook', 'slack', 'pagerduty']),
    isStopped: z.boolean(),
    address: z.string().meta({ description: 'Secret addresses show their last characters only' }),
    last: z
      .strictObject({
        outcome: z.string().nullable(),
        at: z.number().int().meta({ description: 'Milliseconds since 1970' }),
      })
      .nullable(),
  })
  .meta({ id: 'AlertDestination' });

function setting(
  id: string,
  summary: string,
  more: Pick<Parameters<typeof operation>[0], 'answers'> & Partial<Parameters<typeof operation>[0]>,
) {
  return operation({ id, summary, tag: 'Settings', access: 'token', refusals: REFUSALS, ...more });
}

const auditQuery = z.object({
  format: z.enum(['ndjson', 'csv']),
  actor: z.string().optional().meta({ description: 'An actor like staff:ada or token:7' }),
  action: z.string().optional(),
  object: z.string().optional().meta({ description: 'A kind of object like incident, or one object like token:7' }),
  before: z.string().optional().meta({ description: 'Returns entries with a smaller number only' }),
});

function targetPaths() {
  return {
    '/api/v1/alert-destinations': {
      get: setting('listAlertDestinations', 'List alert destinations', {
        answers: answer('200', z.strictObject({ destinations: z.array(listedDestination) })),
      }),
      post: setting('addAlertDestination', 'Add an alert destination', {
        body: json(destinationSchema),
        answers: answer('201', z.strictObject({ id: z.number().int() })),
      }),
    },
    '/api/v1/alert-destinations/{id}': {
      delete: setting('removeAlertDestination', 'Remove an alert destination', {
        params: target,
        answers: answer('200', done),
      }),
    },
    '/api/v1/alert-destinations/{id}/test': {
      post: setting('testAlertDestination', 'Send a test alert to a destination', {
        params: target,
        answers: answer('200', z.strictObject({ result: z.string() })),
        refusals: [...REFUSALS, 429],
      }),
    },
    '/api/v1/alert-destinations/{id}/resumption': {
      post: setting('resumeAlertDestination', 'Resume deliveries to a destination that returned 410 Gone', {
        params: target,
        answers: answer('200', done),
      }),
    },
  };
}

/** Describes the paths of the catalogue, alert destinations, audit log and this OpenAPI document. */
export function settingPaths() {
  return {
    '/api/v1/catalog': {
      get: setting('exportCatalog', 'Export the catalogue as a file', {
        answers: { '200': { description: 'OK', content: text('application/yaml') } },
        refusals: [],
      }),
      post: setting('applyCatalog', 'Apply a catalogue file; applies all changes or none', {
        params: { query: z.object({ dry_run: z.enum(['true', 'false']).optional(), reason: z.string().optional() }) },
        body: text('application/yaml'),
        answers: answer('200', z.strictObject({ applied: z.boolean(), differences: z.array(z.string()) })),
      }),
    },
    ...targetPaths(),
    '/api/v1/audit': {
      get: setting('exportAudit', 'Export the audit log as NDJSON or CSV', {
        params: { query: auditQuery },
        answers: {
          '200': {
            description: 'One line per entry',
            content: text('application/x-ndjson', 'text/csv'),
          },
        },
        refusals: [422],
      }),
    },
    '/api/v1/openapi.json': {
      get: setting('getOpenApi', 'Get the OpenAPI document', {
        access: 'public',
        answers: answer('200', z.record(z.string(), z.unknown())),
        refusals: [404],
      }),
    },
  };
}
