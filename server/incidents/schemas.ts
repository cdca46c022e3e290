import { z } from 'zod';
import { AUDIENCES, INCIDENT_STATES } from '#domain/incident/incident';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import { leftPlaceholders } from '#domain/incident/update-template';
import { WHAT_YOU_CAN_DO_LENGTH_MAX } from '#domain/incident/what-you-can-do';
import { EARLIEST, TOO_EARLY } from '#domain/measurement/probe-admission';
import { STATED } from '#domain/measurement/status';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { textLine, textLines } from '#server/markdown/plain-text';
import { LIMITS } from '#server/markdown/text-limits';

const BODY_LENGTH_MAX = 20_000;
const REASON_LENGTH_MAX = 1_000;
const SLUG_LENGTH_MAX = 63;
const TEMPLATE_NAME_LENGTH_MAX = 100;
const INSTANT_LENGTH_MAX = 64;
const COMPONENTS_MAX = 100;
const UPDATES_MAX = 200;
const NEXT_MINUTES_MAX = 10_080;
const UNDO_SECONDS_MAX = 60;

const publicId = z.string().regex(/^[a-z0-9]{12}$/, 'must be an id of 12 letters and digits');
const instant = z.string().transform((text, ctx) => {
  const at = parseRfc3339(text);
  if (at === null) ctx.addIssue('must be an RFC 3339 time with a zone, like 2022-03-30T13:20:00Z');
  else if (at < EARLIEST) ctx.addIssue(TOO_EARLY);
  return at as number; // an issue fails the parse
});
const body = textLines(BODY_LENGTH_MAX)
  .trim()
  .min(1, 'must not be empty')
  .meta({ description: `Markdown; raw HTML is shown as text. Limits: ${LIMITS}` });
const title = textLine(TITLE_LENGTH_MAX).min(1, 'must not be empty');
const reason = textLines(REASON_LENGTH_MAX).trim().min(1, 'must not be empty');
/** Placeholders are refused, because they are filled in bodies and titles only. */
const whatYouCanDo = textLines(WHAT_YOU_CAN_DO_LENGTH_MAX)
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .refine((text) => leftPlaceholders(text).length === 0, 'must not contain placeholders');
const postedWhatYouCanDo = whatYouCanDo.nullish().meta({
  description:
    'What readers can do, as plain text. Omit it to keep the current text while the incident is open; null or empty removes it',
});
const audience = z
  .array(z.enum(AUDIENCES))
  .min(1)
  .max(AUDIENCES.length)
  .transform((list) => [...new Set(list)])
  .default(['public', 'internal']);
const affected = z
  .array(z.strictObject({ component: textLine(SLUG_LENGTH_MAX), status: z.enum(STATED) }))
  .max(COMPONENTS_MAX);
const notifyReaders = z.boolean().default(false).meta({ description: 'Notify the recipients of the earlier text' });
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters');

const undoSeconds = z.number().int().min(0).max(UNDO_SECONDS_MAX).default(0).meta({
  description:
    'Seconds before notifications are sent; until then the update can be undone. The status page shows it at once',
});

const posted = {
  body,
  audience,
  notify: z.boolean().default(true),
  nextUpdateBy: instant
    .nullish()
    .meta({ description: 'Announced time of the next update; ignored if the state is resolved or postmortem' }),
  nextUpdateMinutes: z
    .number()
    .int()
    .min(1)
    .max(NEXT_MINUTES_MAX)
    .optional()
    .meta({ description: 'Time of the next update, in minutes after publication; instead of nextUpdateBy' }),
  whatYouCanDo: postedWhatYouCanDo,
  undoSeconds,
  idempotencyKey: idempotencyKey.optional(),
};

export const openIncidentSchema = z
  .strictObject({
    title,
    ...posted,
    state: z.enum(['detected', 'investigating', 'identified', 'monitoring']).default('investigating'),
    startedAt: instant.optional().meta({ description: 'Start time; defaults to now' }),
    affected: affected.default([]),
    separate: z
      .boolean()
      .default(false)
      .meta({ description: 'Open a separate incident even if another open incident affects one of its components' }),
  })
  .meta({ id: 'OpenIncident' });

export const postUpdateSchema = z
  .strictObject({
    incident: publicId,
    ...posted,
    state: z
      .enum(INCIDENT_STATES)
      .optional()
      .meta({ description: 'New state of the incident; defaults to the current state' }),
    title: title.optional(),
    occurredAt: instant.optional().meta({ description: 'Time of the event; defaults to now' }),
    affected: affected.optional().meta({
      description: 'Defaults to no change; when resolving, to the status that monitoring shows for each component',
    }),
    reason: reason.optional().meta({
      description: 'Required to resolve the incident or set a component operational while monitoring shows a failure',
    }),
  })
  .meta({ id: 'PostUpdate' });

export const resolveIncidentSchema = z
  .strictObject({
    incident: publicId,
    ...posted,
    occurredAt: instant.optional(),
    affected: affected
      .optional()
      .meta({ description: 'Defaults to the status that monitoring shows for each component' }),
    reason: reason.optional().meta({ description: 'Required while monitoring shows a failure' }),
  })
  .meta({ id: 'ResolveIncident' });

export const editUpdateSchema = z
  .strictObject({
    incident: publicId,
    update: publicId,
    version: z.number().int().min(1),
    body,
    whatYouCanDo: whatYouCanDo.nullish().meta({
      description: 'What readers can do, as plain text. Omit it to keep the current text; null or empty removes it',
    }),
    occurredAt: instant.optional(),
    notify: notifyReaders,
  })
  .meta({ id: 'EditUpdate' });

export const retractUpdateSchema = z
  .strictObject({ incident: publicId, update: publicId, reason, notify: notifyReaders })
  .meta({ id: 'RetractUpdate' });
export const undoUpdateSchema = z.strictObject({ incident: publicId, update: publicId }).meta({ id: 'UndoUpdate' });
export const addNoteSchema = z
  .strictObject({ incident: publicId, body, idempotencyKey: idempotencyKey.optional() })
  .meta({ id: 'AddNote' });
export const withdrawIncidentSchema = z
  .strictObject({ incident: publicId, reason, undoSeconds })
  .meta({ id: 'WithdrawIncident' });
export const mergeIncidentSchema = z
  .strictObject({ incident: publicId, into: publicId, reason })
  .meta({ id: 'MergeIncident' });
export const linkIncidentsSchema = z.strictObject({ incident: publicId, to: publicId }).meta({ id: 'LinkIncidents' });
export const acknowledgeIncidentSchema = z
  .strictObject({
    incident: publicId,
    body: body.optional(),
    notify: z.boolean().optional(),
    nextUpdateBy: instant.nullish(),
    undoSeconds,
  })
  .meta({ id: 'AcknowledgeIncident' });

export const saveDraftSchema = z
  .strictObject({
    incident: publicId,
    version: z
      .number()
      .int()
      .min(0)
      .meta({ description: 'Version of the draft that this one is based on; 0 if there is none' }),
    content: z.strictObject({
      body: textLines(BODY_LENGTH_MAX).optional(),
      title: textLine(TITLE_LENGTH_MAX).optional(),
      state: z.enum(INCIDENT_STATES).optional(),
      audience: z.array(z.enum(AUDIENCES)).max(AUDIENCES.length).optional(),
      notify: z.boolean().optional(),
      nextMinutes: z.number().int().min(0).max(NEXT_MINUTES_MAX).optional(),
      occurredAt: textLine(INSTANT_LENGTH_MAX).optional(),
      affected: affected.optional(),
      reason: textLines(REASON_LENGTH_MAX).optional(),
      whatYouCanDo: whatYouCanDo.optional(),
      edit: z
        .strictObject({ update: publicId, version: z.number().int().min(1) })
        .optional()
        .meta({
          description:
            'The update that this draft edits, and the version it is based on; without it, the draft is a new update',
        }),
    }),
    ready: z.boolean().default(false).meta({ description: 'Ready for approval by another person' }),
    moves: z.number().int().min(0).optional().meta({
      description:
        'Number of state changes of the incident when the author last loaded it; defaults to the current number',
    }),
  })
  .meta({ id: 'SaveDraft' });

export const approveDraftSchema = z
  .strictObject({
    incident: publicId,
    version: z.number().int().min(1).meta({ description: 'Version of the draft that was reviewed' }),
    undoSeconds,
  })
  .meta({ id: 'ApproveDraft' });

export const backfillIncidentSchema = z
  .strictObject({
    title,
    startedAt: instant,
    updates: z
      .array(
        z.strictObject({
          state: z.enum(INCIDENT_STATES),
          body,
          audience,
          occurredAt: instant,
          affected: affected.default([]),
          whatYouCanDo: postedWhatYouCanDo,
        }),
      )
      .min(1)
      .max(UPDATES_MAX)
      .meta({ description: 'In chronological order; the last one must resolve the incident' }),
    idempotencyKey: idempotencyKey.optional(),
  })
  .meta({ id: 'BackfillIncident' });

export const saveTemplateSchema = z
  .strictObject({
    name: textLine(TEMPLATE_NAME_LENGTH_MAX).min(1, 'must not be empty'),
    title: title.nullish(),
    body,
    state: z.enum(INCIDENT_STATES).nullish(),
    version: z
      .number()
      .int()
      .min(0)
      .meta({ description: 'Version of the template that this one is based on; 0 for a new template' }),
  })
  .meta({ id: 'SaveTemplate' });

export type OpenIncident = z.input<typeof openIncidentSchema>;
export type PostUpdate = z.input<typeof postUpdateSchema>;
export type ResolveIncident = z.input<typeof resolveIncidentSchema>;
export type EditUpdate = z.input<typeof editUpdateSchema>;
export type RetractUpdate = z.input<typeof retractUpdateSchema>;
export type UndoUpdate = z.input<typeof undoUpdateSchema>;
export type AddNote = z.input<typeof addNoteSchema>;
export type WithdrawIncident = z.input<typeof withdrawIncidentSchema>;
export type MergeIncident = z.input<typeof mergeIncidentSchema>;
export type LinkIncidents = z.input<typeof linkIncidentsSchema>;
export type AcknowledgeIncident = z.input<typeof acknowledgeIncidentSchema>;
export type DraftContent = z.output<typeof saveDraftSchema>['content'];
export type ApproveDraft = z.input<typeof approveDraftSchema>;
export type SaveDraft = z.input<typeof saveDraftSchema>;
export type BackfillIncident = z.input<typeof backfillIncidentSchema>;
export type SaveTemplate = z.input<typeof saveTemplateSchema>;
