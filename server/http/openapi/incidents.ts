import { z } from 'zod';
import { INCIDENT_STATES } from '#domain/incident/incident';
import { incidentListSchema, incidentQuerySchema, incidentSchema } from '#server/incidents/public-schemas';
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
} from '#server/incidents/schemas';
import { answer, json, operation } from './operation.ts';

const OF_INCIDENT = { incident: true } as const;
const OF_UPDATE = { incident: true, update: true } as const;
const ONCE = { idempotencyKey: true } as const;
const REFUSALS = [400, 404, 409, 413, 422];

const publicId = z.string().meta({ description: '12 letters and digits', example: 'k3f9a0c2m7xq' });
const version = z.number().int();
const incident = { id: publicId.meta({ description: 'Id of an incident: 12 letters and digits' }) };
const update = { ...incident, update: publicId.meta({ description: 'Id of an update of this incident' }) };
const idempotency = z.object({
  'idempotency-key': z
    .string()
    .optional()
    .meta({ description: 'A repeat with the same key answers the same and does nothing' }),
});
const posted = z
  .strictObject({ incident: publicId, update: publicId, state: z.enum(INCIDENT_STATES) })
  .meta({ id: 'PostedUpdate' });
const linked = z.strictObject({ incident: publicId, to: publicId });

type Write = {
  path?: Record<string, z.ZodType>;
  body: z.ZodType;
  answers: z.ZodType;
  status?: '200' | '201';
  isOnce?: boolean;
};

function write(id: string, summary: string, { path, body, answers, status = '201', isOnce = false }: Write) {
  const params = { ...(path ? { path: z.object(path) } : {}), ...(isOnce ? { header: idempotency } : {}) };
  return operation({
    id,
    tag: 'Incidents',
    summary,
    access: 'token',
    params,
    body: json(body),
    answers: answer(status, answers),
    refusals: REFUSALS,
  });
}

/** Updates, drafts and notes of an incident, by their path below it. */
function updateActions() {
  return {
    updates: {
      post: write('postUpdate', 'Post an update; may change the state', {
        path: incident,
        body: postUpdateSchema.omit({ ...OF_INCIDENT, ...ONCE }),
        answers: posted,
        isOnce: true,
      }),
    },
    'updates/{update}': {
      patch: write('editUpdate', 'Edit an update; a 409 holds both texts', {
        path: update,
        body: editUpdateSchema.omit(OF_UPDATE),
        answers: z.strictObject({ update: publicId, version }),
        status: '200',
      }),
    },
    'updates/{update}/retraction': {
      post: write('retractUpdate', 'Retract an update', {
        path: update,
        body: retractUpdateSchema.omit(OF_UPDATE),
        answers: z.strictObject({ update: publicId }),
      }),
    },
    draft: {
      put: write('saveDraft', 'Save a draft', {
        path: incident,
        body: saveDraftSchema.omit(OF_INCIDENT),
        answers: z.strictObject({ incident: publicId, version }),
        status: '200',
      }),
    },
    'draft/approval': {
      post: write('approveDraft', 'Approve and publish a draft of another person; no token may', {
        path: incident,
        body: approveDraftSchema.omit(OF_INCIDENT),
        answers: z.strictObject({ incident: publicId, update: publicId }),
      }),
    },
    notes: {
      post: write('addNote', 'Add an internal note', {
        path: incident,
        body: addNoteSchema.omit({ ...OF_INCIDENT, ...ONCE }),
        answers: z.strictObject({ note: z.number().int() }),
        isOnce: true,
      }),
    },
  };
}

/** What can be done with an incident as a whole, by its path below it. */
function incidentActions() {
  return {
    acknowledgement: {
      post: write('acknowledgeIncident', 'Acknowledge an automatic incident; publishes one that is held', {
        path: incident,
        body: confirmIncidentSchema.omit(OF_INCIDENT),
        answers: z.strictObject({ incident: publicId, update: publicId.optional(), state: z.enum(INCIDENT_STATES) }),
      }),
    },
    merge: {
      post: write('mergeIncident', 'Merge into another incident', {
        path: incident,
        body: mergeIncidentSchema.omit(OF_INCIDENT),
        answers: z.strictObject({ incident: publicId, into: publicId }),
      }),
    },
    links: {
      post: write('linkIncident', 'Link a related incident', {
        path: incident,
        body: linkIncidentsSchema.omit(OF_INCIDENT),
        answers: linked,
      }),
    },
    'links/{other}': {
      delete: operation({
        id: 'unlinkIncident',
        tag: 'Incidents',
        summary: 'Remove the link to a related incident',
        access: 'token',
        params: {
          path: z.object({ ...incident, other: publicId.meta({ description: 'Id of the related incident' }) }),
        },
        answers: answer('200', linked),
        refusals: [404, 409, 422],
      }),
    },
    withdrawal: {
      post: write('withdrawIncident', 'Withdraw an incident as a false alarm', {
        path: incident,
        body: withdrawIncidentSchema.omit(OF_INCIDENT),
        answers: z.strictObject({ incident: publicId }),
      }),
    },
    resolution: {
      post: write('resolveIncident', 'Resolve an incident', {
        path: incident,
        body: resolveIncidentSchema.omit({ ...OF_INCIDENT, ...ONCE }),
        answers: posted,
        isOnce: true,
      }),
    },
  };
}

const template = z
  .strictObject({
    name: z.string(),
    title: z.string().nullable(),
    body: z.string(),
    state: z.enum(INCIDENT_STATES).nullable(),
    version,
  })
  .meta({ id: 'Template' });

/** The paths of incidents and templates: what anybody can read, and what staff and their tokens can do. */
export function incidentPaths() {
  return {
    '/api/v1/incidents': {
      get: operation({
        id: 'listIncidents',
        tag: 'Incidents',
        summary: 'Public incidents, newest first, by pages',
        access: 'public',
        params: { query: incidentQuerySchema },
        answers: answer('200', incidentListSchema),
        refusals: [422],
      }),
      post: write('openIncident', 'Open an incident with its first update', {
        body: openIncidentSchema.omit(ONCE),
        answers: posted,
        isOnce: true,
      }),
    },
    '/api/v1/incidents/past': {
      post: write('backfillIncident', 'Backfill an incident that is over, with its true times', {
        body: backfillIncidentSchema.omit(ONCE),
        answers: z.strictObject({ incident: publicId }),
        isOnce: true,
      }),
    },
    '/api/v1/incidents/{id}': {
      get: operation({
        id: 'getIncident',
        tag: 'Incidents',
        summary: 'A public incident',
        access: 'public',
        params: { path: z.object(incident) },
        answers: answer('200', incidentSchema),
        refusals: [404],
      }),
    },
    ...Object.fromEntries(
      Object.entries({ ...updateActions(), ...incidentActions() }).map(([path, item]) => [
        `/api/v1/incidents/{id}/${path}`,
        item,
      ]),
    ),
    '/api/v1/incident-templates': {
      get: operation({
        id: 'listTemplates',
        tag: 'Incidents',
        summary: 'Templates of updates',
        access: 'token',
        answers: answer('200', z.strictObject({ templates: z.array(template) })),
      }),
      post: write('saveTemplate', 'Save a template', {
        body: saveTemplateSchema,
        answers: z.strictObject({ name: z.string(), version }),
      }),
    },
  };
}
