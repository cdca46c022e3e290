import { z } from 'zod';
import { oneSchema, targetSchema } from '../staff-alerts/schemas.ts';

type Problem = Record<string, unknown>;
const TOKEN = { security: [{ token: [] }] };

/** The paths of the catalogue, of whom staff alerts go to and of the audit log, for staff and their tokens. */
export function settingPaths(problem: Problem) {
  const problems = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, problem]));
  const refusals = problems(['400', '401', '404', '409', '413', '422', '503']);
  const json = (schema: z.ZodType) => ({ description: 'Done', content: { 'application/json': { schema } } });
  const text = (type: string) => ({ content: { [type]: { schema: z.string() } } });
  const target = { requestParams: { path: oneSchema } };
  return {
    '/api/v1/catalog': {
      get: {
        summary: 'The catalogue as a file',
        ...TOKEN,
        responses: { '200': { description: 'OK', ...text('application/yaml') }, ...problems(['401', '404', '503']) },
      },
      post: {
        summary: 'Make the catalogue as a file describes, all of it or nothing',
        ...TOKEN,
        requestParams: { query: z.object({ dry_run: z.enum(['true', 'false']).optional(), reason: z.string().optional() }) },
        requestBody: { required: true, ...text('application/yaml') },
        responses: { '200': json(z.object({ applied: z.boolean(), differences: z.array(z.string()) })), ...refusals },
      },
    },
    '/api/v1/alert-targets': {
      get: {
        summary: 'Whom staff alerts are told to',
        ...TOKEN,
        responses: { '200': json(z.object({ targets: z.array(z.record(z.string(), z.unknown())) })), ...refusals },
      },
      post: {
        summary: 'Have staff alerts told to an address',
        ...TOKEN,
        requestBody: { required: true, content: { 'application/json': { schema: targetSchema } } },
        responses: { '201': json(z.object({ id: z.number().int() })), ...refusals },
      },
    },
    '/api/v1/alert-targets/{id}': {
      delete: { summary: 'Tell nothing more there', ...TOKEN, ...target, responses: { '200': json(z.object({})), ...refusals } },
    },
    '/api/v1/alert-targets/{id}/test': {
      post: { summary: 'Send a test there', ...TOKEN, ...target, responses: { '200': json(z.object({ result: z.string() })), ...refusals } },
    },
    '/api/v1/alert-targets/{id}/resumption': {
      post: { summary: 'Tell again what said that it was gone', ...TOKEN, ...target, responses: { '200': json(z.object({})), ...refusals } },
    },
    '/api/v1/audit': {
      get: {
        summary: 'Entries of the audit log',
        ...TOKEN,
        requestParams: {
          query: z.object({
            format: z.enum(['ndjson', 'csv']),
            who: z.string().optional(),
            action: z.string().optional(),
            object: z.string().optional(),
            before: z.string().optional(),
          }),
        },
        responses: { '200': { description: 'OK', ...text('application/x-ndjson') }, ...refusals },
      },
    },
  };
}
