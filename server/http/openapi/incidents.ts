import { z } from 'zod';
import { INCIDENT_STATES } from '#domain/incident/incident';
import { incidentListSchema, incidentQuerySchema, incidentSchema } from '#server/incidents/public-schemas';
import {
  acknowledgeIncidentSchema,
  addNoteSchema,
  approveDraftSchema,
  backfillIncidentSchema,
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
  'idempotency-key': z.string().optional().meta({
    description:
      'Makes the request safe to repeat: a repeat with the same key changes nothing and gets the same response',
  }),
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

/** Describes the paths of updates below an incident. */
function updateActions() {
  return {
    updates: {
      post: write('postUpdate', 'Post an update; can change the state of the incident', {
        path: incident,
        body: postUpdateSchema.omit({ ...OF_INCIDENT, ...ONCE }),
        answers: posted,
        isOnce: true,
      }),
    },
    'updates/{update}': {
      patch: write('editUpdate', 'Edit an update; an edit conflict (409) returns both texts', {
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
    'updates/{update}/undo': {
      post: operation({
        id: 'undoUpdate',
        tag: 'Incidents',
        summary: 'Undo an update before anyone is notified of it',
        access: 'token',
        params: { path: z.object(update) },
        answers: answer('200', z.strictObject({ update: publicId })),
        refusals: [404, 409, 422],
      }),
    },
  };
}

/** Describes the paths of drafts and notes below an incident. */
function draftActions() {
  return {
    draft: {
      put: write('saveDraft', 'Save a draft', {
        path: incident,
        body: saveDraftSchema.omit(OF_INCIDENT),
        answers: z.strictObject({ incident: publicId, version }),
        status: '200',
      }),
    },
    'draft/approval': {
      post: write(
        'approveDraft',
        "Approve and publish another person's draft; requires a signed-in person, not a token",
        {
          path: incident,
          body: approveDraftSchema.omit(OF_INCIDENT),
          answers: z.strictObject({ incident: publicId, update: publicId }),
        },
      ),
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

/** Describes the paths of actions on a whole incident. */
function incidentActions() {
  return {
    acknowledgement: {
      post: write('acknowledgeIncident', 'Acknowledge an automatic incident; publishes it if it is still on hold', {
        path: incident,
        body: acknowledgeIncidentSchema.omit(OF_INCIDENT),
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
      post: write('linkIncident', 'Link to a related incident', {
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
        answers: z.strictObject({ incident: publicId, update: publicId }),
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

/** Describes the public and authenticated paths of incidents and templates. */
export function incidentPaths() {
  return {
    '/api/v1/incidents': {
      get: operation({
        id: 'listIncidents',
        tag: 'Incidents',
        summary: 'List public incidents, newest first, paginated',
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
      post: write('backfillIncident', 'Backfill a past incident with its original times', {
        body: backfillIncidentSchema.omit(ONCE),
        answers: z.strictObject({ incident: publicId }),
        isOnce: true,
      }),
    },
    '/api/v1/incidents/{id}': {
      get: operation({
        id: 'getIncident',
        tag: 'Incidents',
        summary: 'Get a public incident',
        access: 'public',
        params: { path: z.object(incident) },
        answers: answer('200', incidentSchema),
        refusals: [404],
      }),
    },
    ...Object.fromEntries(
      Object.entries({ ...updateActions(), ...draftActions(), ...incidentActions() }).map(([path, item]) => [
        `/api/v1/incidents/{id}/${path}`,
        item,
      ]),
    ),
    '/api/v1/incident-templates': {
      get: operation({
        id: 'listTemplates',
        tag: 'Incidents',
        summary: 'List update templates',
        access: 'token',
        answers: answer('200', z.strictObject({ templates: z.array(template) })),
      }),
      post: write('saveTemplate', 'Create or change an update template', {
        body: saveTemplateSchema,
        answers: z.strictObject({ name: z.string(), version }),
      }),
    },
  };
}
