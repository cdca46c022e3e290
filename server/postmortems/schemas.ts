import { z } from 'zod';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import { EARLIEST, TOO_EARLY } from '#domain/measurement/probe-admission';
import { ACTION_ITEM_STATES } from '#domain/postmortem/action-item';
import { TEXT_LENGTH_MAX } from '#domain/postmortem/claims/read-claims';
import {
  EXPLANATION_LENGTH_MAX,
  EXPLANATION_LENGTH_MIN,
  type PostmortemContent,
  SECTIONS,
  TEXT_SECTIONS,
  type TextSection,
} from '#domain/postmortem/sections';
import { dayAt, startOfDay } from '#domain/time/day';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { textLine, textLines } from '#server/markdown/plain-text';
import { LIMITS } from '#server/markdown/text-limits';

const SECTION_LENGTH_MAX = 20_000;
const ENTRY_LENGTH_MAX = 1_000;
const ENTRIES_MAX = 200;
const EXPLANATIONS_MAX = 100;
const CLAIM_LENGTH_MAX = 200;
const FACT_LENGTH_MAX = 120;
const INCIDENTS_MAX = 10;
const ACTION_LENGTH_MAX = 300;
const OWNER_LENGTH_MAX = 100;
const REASON_LENGTH_MAX = 500;
const QUOTE_LENGTH_MAX = 500;
const COMMENT_LENGTH_MAX = 5_000;
const URL_LENGTH_MAX = 2_000;
const PERSON_LENGTH_MAX = 64;
const ALT_LENGTH_MAX = 300;
const POSITION_MAX = 1_000;
const EMPTY = 'must not be empty';

const publicId = z.string().regex(/^[a-z0-9]{12}$/, 'must be an id of 12 letters and digits');
const instant = z.string().transform((text, ctx) => {
  const at = parseRfc3339(text);
  if (at === null) ctx.addIssue('must be an RFC 3339 time with a zone, like 2022-03-30T13:20:00Z');
  else if (at < EARLIEST) ctx.addIssue(TOO_EARLY);
  return at as number; // an issue fails the parse
});
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day like 2022-04-15')
  .refine(
    (text) => startOfDay(text) >= EARLIEST && dayAt(startOfDay(text)) === text,
    'must be a day that exists, from 2000-01-01 on',
  )
  .meta({ description: 'A day in UTC', example: '2022-04-15' });
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters');
const version = z.number().int().min(1);
const title = textLine(TITLE_LENGTH_MAX).min(1, EMPTY);
const markdown = textLines(SECTION_LENGTH_MAX);
const reason = textLines(REASON_LENGTH_MAX).trim().min(1, EMPTY);
const incidents = z
  .array(publicId)
  .min(1)
  .max(INCIDENTS_MAX)
  .transform((ids) => [...new Set(ids)]);

const section = z
  .strictObject({
    public: markdown.optional().meta({
      description: `Markdown for readers, with live references like {{downtime}}. Raw HTML is shown as text. Limits: ${LIMITS}`,
    }),
    internal: markdown.optional().meta({ description: 'Markdown for staff; readers never see it' }),
  })
  .optional();
const sections = z.strictObject(
  Object.fromEntries(TEXT_SECTIONS.map((name) => [name, section])) as Record<TextSection, typeof section>, // every section
);
const timeline = z
  .array(
    z.strictObject({
      at: instant,
      text: textLines(ENTRY_LENGTH_MAX).trim().min(1, EMPTY),
      isKey: z.boolean().default(false).meta({ description: 'A turning point, which the page emphasises' }),
    }),
  )
  .max(ENTRIES_MAX)
  .transform((entries) => entries.toSorted((a, b) => a.at - b.at));
const explanations = z
  .array(
    z.strictObject({
      section: z.enum(SECTIONS),
      claimed: textLine(CLAIM_LENGTH_MAX).min(1, EMPTY),
      fact: textLine(FACT_LENGTH_MAX).nullable(),
      reason: textLines(EXPLANATION_LENGTH_MAX)
        .trim()
        .min(EXPLANATION_LENGTH_MIN, `must be at least ${EXPLANATION_LENGTH_MIN} characters`)
        .meta({ description: 'Shown to readers beside the figure' }),
    }),
  )
  .max(EXPLANATIONS_MAX)
  .meta({ description: 'Why figures differ from the record. `claimed` and `fact` are those of the finding' });

export const createPostmortemSchema = z
  .strictObject({
    incidents,
    title: title.optional().meta({ description: "Defaults to the incident's title" }),
    promisedOn: day.nullish().meta({ description: 'The day by which readers are promised the post-mortem' }),
    idempotencyKey: idempotencyKey.optional(),
  })
  .meta({ id: 'CreatePostmortem' });

export const savePostmortemSchema = z
  .strictObject({
    postmortem: publicId,
    version: version.meta({ description: 'The version that this one is based on' }),
    title: title.optional(),
    incidents: incidents.optional().meta({ description: 'Can be changed until the first publication' }),
    sections: sections.optional().meta({ description: 'Sections that are left out stay as they are' }),
    timeline: timeline.optional().meta({ description: 'Replaces the timeline' }),
    explanations: explanations.optional().meta({ description: 'Replaces the explanations' }),
  })
  .meta({ id: 'SavePostmortem' });

export const requestReviewSchema = z
  .strictObject({
    postmortem: publicId,
    version,
    approver: textLine(PERSON_LENGTH_MAX).nullish().meta({ description: 'Id of the person who is asked to approve' }),
  })
  .meta({ id: 'RequestReview' });
export const requestChangesSchema = z
  .strictObject({
    postmortem: publicId,
    version,
    reason: reason.meta({ description: 'Shown to the author as a comment' }),
  })
  .meta({ id: 'RequestChanges' });
export const approvePostmortemSchema = z
  .strictObject({ postmortem: publicId, version: version.meta({ description: 'The version that was reviewed' }) })
  .meta({ id: 'ApprovePostmortem' });
export const publishPostmortemSchema = z
  .strictObject({
    postmortem: publicId,
    version: version.meta({ description: 'The version that was approved' }),
    changeNote: textLines(REASON_LENGTH_MAX).trim().min(1, EMPTY).optional().meta({
      description: 'What changed, for readers; required if the post-mortem was published before',
    }),
    notify: z.boolean().optional().meta({
      description: 'Notify subscribers. Default: yes for the first publication, no for a later one',
    }),
    idempotencyKey: idempotencyKey.optional(),
  })
  .meta({ id: 'PublishPostmortem' });

export const commentPostmortemSchema = z
  .strictObject({
    postmortem: publicId,
    section: z.enum(SECTIONS).nullish().meta({ description: 'Left out: about the whole text' }),
    quote: textLines(QUOTE_LENGTH_MAX).trim().min(1, EMPTY).nullish(),
    body: textLines(COMMENT_LENGTH_MAX).trim().min(1, EMPTY),
    replyTo: z.number().int().min(1).optional().meta({ description: 'Id of the comment that this one replies to' }),
    idempotencyKey: idempotencyKey.optional(),
  })
  .meta({ id: 'CommentPostmortem' });
export const resolveCommentSchema = z
  .strictObject({ postmortem: publicId, comment: z.number().int().min(1) })
  .meta({ id: 'ResolveComment' });

const url = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })
  .max(URL_LENGTH_MAX, `must be at most ${URL_LENGTH_MAX} characters`);
const item = {
  action: textLine(ACTION_LENGTH_MAX).min(1, EMPTY),
  owner: textLine(OWNER_LENGTH_MAX).min(1, EMPTY).meta({ description: 'The team that owns the item' }),
  evidenceUrl: url.nullish().meta({ description: 'Where readers can see the result' }),
  position: z.number().int().min(1).max(POSITION_MAX).optional(),
};

export const addActionItemSchema = z
  .strictObject({
    postmortem: publicId,
    ...item,
    dueOn: day,
    state: z.enum(ACTION_ITEM_STATES).default('planned'),
    idempotencyKey: idempotencyKey.optional(),
  })
  .meta({ id: 'AddActionItem' });
export const changeActionItemSchema = z
  .strictObject({
    postmortem: publicId,
    item: publicId,
    action: item.action.optional(),
    owner: item.owner.optional(),
    evidenceUrl: item.evidenceUrl,
    position: item.position,
    state: z.enum(ACTION_ITEM_STATES).optional(),
    dueOn: day.optional().meta({
      description: 'After publication, the first day stays visible, and a new one needs a reason',
    }),
    reason: reason.optional().meta({ description: 'Why the day changes, shown to readers' }),
  })
  .meta({ id: 'ChangeActionItem' });
export const removeActionItemSchema = z
  .strictObject({ postmortem: publicId, item: publicId })
  .meta({ id: 'RemoveActionItem' });

export const addImageSchema = z
  .strictObject({
    postmortem: publicId,
    alt: textLine(ALT_LENGTH_MAX)
      .min(1, 'must not be empty: describe what the image shows')
      .meta({ description: 'What the image shows, for readers who do not see it' }),
    content: z.instanceof(Uint8Array),
  })
  .meta({ id: 'AddImage' });

export const promisePostmortemSchema = z
  .strictObject({
    incident: publicId,
    promisedOn: day.nullable().meta({ description: 'Null withdraws the promise' }),
  })
  .meta({ id: 'PromisePostmortem' });

export const checkTextSchema = z
  .strictObject({ incidents, text: textLines(TEXT_LENGTH_MAX) })
  .meta({ id: 'CheckText' });

export type CreatePostmortem = z.input<typeof createPostmortemSchema>;
export type SavePostmortem = z.input<typeof savePostmortemSchema>;
export type RequestReview = z.input<typeof requestReviewSchema>;
export type RequestChanges = z.input<typeof requestChangesSchema>;
export type ApprovePostmortem = z.input<typeof approvePostmortemSchema>;
export type PublishPostmortem = z.input<typeof publishPostmortemSchema>;
export type CommentPostmortem = z.input<typeof commentPostmortemSchema>;
export type ResolveComment = z.input<typeof resolveCommentSchema>;
export type AddActionItem = z.input<typeof addActionItemSchema>;
export type ChangeActionItem = z.input<typeof changeActionItemSchema>;
export type RemoveActionItem = z.input<typeof removeActionItemSchema>;
export type AddImage = z.input<typeof addImageSchema>;
export type PromisePostmortem = z.input<typeof promisePostmortemSchema>;
export type CheckText = z.input<typeof checkTextSchema>;

/** What is stored of a version. The column holds only what this file has parsed, or what Candor wrote first. */
export function storedContent(value: unknown): PostmortemContent {
  return value as PostmortemContent; // as above
}
