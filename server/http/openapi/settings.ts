import { z } from 'zod';
import { destinationSchema, oneSchema } from '#server/alerting/schemas';
import { answer, json, operation } from './operation.ts';

const REFUSALS = [400, 404, 409, 413, 422];
const done = z.strictObject({});
const text = (...types: string[]) => Object.fromEntries(types.map((type) => [type, { schema: z.string() }]));
const target = { path: oneSchema.extend({ id: oneSchema.shape.id.meta({ description: 'Id of an alert recipient' }) }) };
const listedDestination = z
  .strictObject({
    id: z.number().int(),
    name: z.string(),
    kind: z.enum(['mail', 'webhook', 'slack', 'pagerduty']),
    isStopped: z.boolean(),
    address: z.string().meta({ description: 'Of what is secret, its end only' }),
    last: z
      .strictObject({
        outcome: z.string().nullable(),
        at: z.number().int().meta({ description: 'Milliseconds since 1970' }),
      })
      .nullable(),
  })
  .meta({ id: 'AlertRecipient' });

function setting(
  id: string,
  summary: string,
  more: Pick<Parameters<typeof operation>[0], 'answers'> & Partial<Parameters<typeof operation>[0]>,
) {
  return operation({ id, summary, tag: 'Settings', access: 'token', refusals: REFUSALS, ...more });
}

const auditQuery = z.object({
  format: z.enum(['ndjson', 'csv']),
  who: z.string().optional().meta({ description: 'An actor, like staff:ada or token:7' }),
  action: z.string().optional(),
  object: z.string().optional().meta({ description: 'A kind of object, or one, like token:7' }),
  before: z.string().optional().meta({ description: 'Only entries with a smaller number' }),
});

function targetPaths() {
  return {
    '/api/v1/alert-destinations': {
      get: setting('listAlertRecipients', 'Alert recipients', {
        answers: answer('200', z.strictObject({ destinations: z.array(listedDestination) })),
      }),
      post: setting('addAlertRecipient', 'Add an alert recipient', {
        body: json(destinationSchema),
        answers: answer('201', z.strictObject({ id: z.number().int() })),
      }),
    },
    '/api/v1/alert-destinations/{id}': {
      delete: setting('removeAlertRecipient', 'Remove an alert recipient', {
        params: target,
        answers: answer('200', done),
      }),
    },
    '/api/v1/alert-destinations/{id}/test': {
      post: setting('testAlertRecipient', 'Send a test alert', {
        params: target,
        answers: answer('200', z.strictObject({ result: z.string() })),
        refusals: [...REFUSALS, 429],
      }),
    },
    '/api/v1/alert-destinations/{id}/resumption': {
      post: setting('resumeAlertRecipient', 'Resume a recipient that answered that it is gone', {
        params: target,
        answers: answer('200', done),
      }),
    },
  };
}

/** The paths of the catalogue, of alert recipients, of the audit log and of this description. */
export function settingPaths() {
  return {
    '/api/v1/catalog': {
      get: setting('exportCatalog', 'The catalogue as a file', {
        answers: { '200': { description: 'OK', content: text('application/yaml') } },
        refusals: [],
      }),
      post: setting('applyCatalog', 'Make the catalogue as a file describes, all of it or nothing', {
        params: { query: z.object({ dry_run: z.enum(['true', 'false']).optional(), reason: z.string().optional() }) },
        body: text('application/yaml'),
        answers: answer('200', z.strictObject({ applied: z.boolean(), differences: z.array(z.string()) })),
      }),
    },
    ...targetPaths(),
    '/api/v1/audit': {
      get: setting('exportAudit', 'Entries of the audit log, as NDJSON or CSV', {
        params: { query: auditQuery },
        answers: {
          '200': {
            description: 'As many lines as there are entries',
            content: text('application/x-ndjson', 'text/csv'),
          },
        },
        refusals: [422],
      }),
    },
    '/api/v1/openapi.json': {
      get: setting('getOpenApi', 'This description', {
        access: 'public',
        answers: answer('200', z.record(z.string(), z.unknown())),
        refusals: [404],
      }),
    },
  };
}
