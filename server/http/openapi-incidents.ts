import { z } from 'zod';
import { incidentListSchema, incidentQuerySchema, incidentSchema } from '../incidents/public-schemas.ts';
import {
  addNoteSchema,
  approveDraftSchema,
  backfillIncidentSchema,
  confirmIncidentSchema,
  editUpdateSchema,
  linkIncidentsSchema,
  mergeIncidentSchema,
  openIncidentSchema,
  postUpdateSchema,
  resolveIncidentSchema,
  retractUpdateSchema,
  saveDraftSchema,
  saveTemplateSchema,
  withdrawIncidentSchema,
} from '../incidents/schemas.ts';

type Problem = Record<string, unknown>;
const REFUSALS = ['400', '401', '404', '409', '413', '422', '503'];
const OF_INCIDENT = { incident: true } as const;
const OF_UPDATE = { incident: true, update: true } as const;
const ONCE = { idempotencyKey: true } as const;

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
const ok = (schema: z.ZodType) => ({ description: 'OK', content: json(schema) });
const idempotency = z.object({
  'idempotency-key': z.string().optional().meta({ description: 'A repeat with the same key answers the same and does nothing' }),
});

/** The paths of incidents and templates: what anybody can read, and what staff and their tokens can do. */
export function incidentPaths(problem: Problem) {
  const problems = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, problem]));
  const write = (summary: string, schema: z.ZodType, status = '201', isOnce = false) => ({
    summary,
    security: [{ token: [] }],
    ...(isOnce ? { requestParams: { header: idempotency } } : {}),
    requestBody: { required: true, content: json(schema) },
    responses: { [status]: { description: 'Done', content: json(z.record(z.string(), z.unknown())) }, ...problems(REFUSALS) },
  });
  return {
    '/api/v1/incidents': {
      get: {
        summary: 'Public incidents, newest first, by pages',
        requestParams: { query: incidentQuerySchema },
        responses: { '200': ok(incidentListSchema), ...problems(['422', '503']) },
      },
      post: write('Open an incident with its first word', openIncidentSchema.omit(ONCE), '201', true),
    },
    '/api/v1/incidents/past': { post: write('Enter an incident that is over, with its true times', backfillIncidentSchema.omit(ONCE), '201', true) },
    '/api/v1/incidents/{id}': {
      get: {
        summary: 'A public incident',
        requestParams: { path: z.object({ id: z.string() }) },
        responses: { '200': ok(incidentSchema), ...problems(['404', '503']) },
      },
    },
    '/api/v1/incidents/{id}/updates': {
      post: write('Say something more, and move the incident', postUpdateSchema.omit({ ...OF_INCIDENT, ...ONCE }), '201', true),
    },
    '/api/v1/incidents/{id}/updates/{update}': { patch: write('Change a text; 409 holds both texts', editUpdateSchema.omit(OF_UPDATE), '200') },
    '/api/v1/incidents/{id}/updates/{update}/retraction': { post: write('Take an update back', retractUpdateSchema.omit(OF_UPDATE)) },
    '/api/v1/incidents/{id}/draft': { put: write('Keep a draft', saveDraftSchema.omit(OF_INCIDENT), '200') },
    '/api/v1/incidents/{id}/draft/approval': {
      post: write('Publish the draft of somebody else as it stands; no token may', approveDraftSchema.omit(OF_INCIDENT)),
    },
    '/api/v1/incidents/{id}/notes': { post: write('Add a note for staff alone', addNoteSchema.omit({ ...OF_INCIDENT, ...ONCE }), '201', true) },
    '/api/v1/incidents/{id}/confirmation': { post: write('Confirm, and publish where it was held', confirmIncidentSchema.omit(OF_INCIDENT)) },
    '/api/v1/incidents/{id}/merge': { post: write('Make it a part of another', mergeIncidentSchema.omit(OF_INCIDENT)) },
    '/api/v1/incidents/{id}/links': { post: write('Say that another has to do with it', linkIncidentsSchema.omit(OF_INCIDENT)) },
    '/api/v1/incidents/{id}/links/{other}': {
      delete: {
        summary: 'Take that back',
        security: [{ token: [] }],
        responses: { '200': { description: 'Done', content: json(linkIncidentsSchema) }, ...problems(['401', '404', '409', '422', '503']) },
      },
    },
    '/api/v1/incidents/{id}/withdrawal': { post: write('Say that it was none', withdrawIncidentSchema.omit(OF_INCIDENT)) },
    '/api/v1/incidents/{id}/resolution': { post: write('Say that it is over', resolveIncidentSchema.omit({ ...OF_INCIDENT, ...ONCE }), '201', true) },
    '/api/v1/incident-templates': {
      get: {
        summary: 'Templates',
        security: [{ token: [] }],
        responses: { '200': ok(z.object({ templates: z.array(saveTemplateSchema) })), ...problems(['401', '404']) },
      },
      post: write('Save a template', saveTemplateSchema),
    },
  };
}
