import { z } from 'zod';
import { INCIDENT_STATES, isOpenState } from '#domain/incident/incident';
import { STATED, type Stated } from '#domain/measurement/status';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { updateOfDraft } from '#server/incidents/update/update-of-draft';
import { dropDraft } from '#server/incidents/verbs/drop-draft';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';
import { previewUpdate, type UpdatePreview } from './preview-update.ts';

const MINUTE_MS = 60_000;
/** In the console, an update can be undone for this time. */
export const UNDO_SECONDS = 10;
const STATUS = /^status:([a-z0-9-]+)$/;

/** The form of the composer as browsers send it: unchecked and empty fields are absent or empty. */
const formSchema = z.object({
  intent: z.enum(['publish', 'preview', 'draft', 'ready', 'replace']).default('publish'),
  incident: z.string(),
  title: z.string().trim().default(''),
  titleBefore: z.string().default(''),
  body: z.string().default(''),
  state: z.enum(INCIDENT_STATES),
  stateBefore: z.string().default(''),
  next: z
    .string()
    .regex(/^\d{0,4}$/, 'must be minutes')
    .default(''),
  occurredAt: z.string().trim().default(''),
  internal: z.literal('on').optional(),
  notify: z.literal('on').optional(),
  reason: z.string().trim().default(''),
  whatYouCanDo: z.string().default(''),
  whatYouCanDoBefore: z.string().default(''),
  draftVersion: z.coerce.number().int().min(0).default(0),
  moves: z.coerce.number().int().min(0).optional(),
  idempotencyKey: z.string().default(''),
  /** The update that this form published before, and its version: `replace` edits its text. */
  published: z.string().default(''),
  publishedVersion: z.coerce.number().int().min(0).default(0),
});

type Form = z.output<typeof formSchema>;
type Fields = Record<string, string | string[]>;
type Affected = { component: string; status: Stated }[];
type Composed =
  | { kind: 'published'; update: string }
  | { kind: 'draft' }
  | { kind: 'ready' }
  | ({ kind: 'preview' } & UpdatePreview);

/** Returns the component statuses of the form, by slug. */
export function affectedIn(fields: Fields): Affected {
  return Object.entries(fields).flatMap(([name, value]) => {
    const component = STATUS.exec(name)?.[1];
    const status = STATED.find((one) => one === value);
    return component && status ? [{ component, status }] : [];
  });
}

/**
 * Runs the intent of the composer: publish, replace the text that it published before, save a draft, save it for approval, or preview. Errors: forbidden,
 * invalid_input, and those of the verb.
 */
export async function composeUpdate(ctx: ActingContext, fields: Fields): Promise<Composed> {
  authorize(ctx, 'incident:update');
  const parsed = formSchema.safeParse(fields);
  if (!parsed.success)
    throw new AppError(
      'invalid_input',
      `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
    );
  const form = parsed.data;
  const affected = affectedIn(fields);
  if (form.intent === 'preview')
    return { kind: 'preview', ...(await previewUpdate(ctx, updateOfDraft(form.incident, draftOf(form, affected)))) };
  if (form.intent === 'draft' || form.intent === 'ready') {
    const ready = form.intent === 'ready';
    await saveDraft(ctx, {
      incident: form.incident,
      version: form.draftVersion,
      content: draftOf(form, affected),
      ready,
      moves: form.moves,
    });
    return { kind: form.intent };
  }
  const update = form.intent === 'replace' ? await replace(ctx, form, affected) : await publish(ctx, form, affected);
  if (form.draftVersion > 0) await dropDraft(ctx, { incident: form.incident, version: form.draftVersion });
  return { kind: 'published', update };
}

function audienceOf({ internal }: Form): ('public' | 'internal')[] {
  return internal ? ['internal'] : ['public', 'internal'];
}

function draftOf(form: Form, affected: Affected) {
  const { body, occurredAt, reason } = form;
  const title = form.title === form.titleBefore ? '' : form.title; // an unchanged title must not undo a change by someone else
  // the same holds for whatYouCanDo
  const changed = form.whatYouCanDo.trim() === form.whatYouCanDoBefore ? {} : { whatYouCanDo: form.whatYouCanDo };
  const moved = form.state === form.stateBefore ? {} : { state: form.state };
  return {
    body,
    title,
    ...moved,
    ...changed,
    affected,
    occurredAt,
    reason,
    nextMinutes: Number(form.next),
    audience: audienceOf(form),
    notify: form.notify === 'on',
  };
}

async function publish(ctx: ActingContext, form: Form, affected: Affected): Promise<string> {
  const key = form.idempotencyKey === '' ? {} : { idempotencyKey: form.idempotencyKey };
  const post = updateOfDraft(form.incident, draftOf(form, affected));
  const { update } = await postUpdate(ctx, { ...post, ...key, undoSeconds: UNDO_SECONDS });
  return update;
}

/** Replaces the text that the form published. Errors: invalid_input if other fields differ, because an edit changes only the text. */
async function replace(ctx: ActingContext, form: Form, affected: Affected): Promise<string> {
  const { incident, published, publishedVersion, body, whatYouCanDo } = form;
  const others = await otherChanges(ctx, form, affected);
  if (others.length > 0)
    throw new AppError(
      'invalid_input',
      `Only the text of a published update can be replaced, not: ${others.join(', ')}. Reset these fields, then post another update with them.`,
    );
  const { update } = await editUpdate(ctx, {
    incident,
    update: published,
    version: publishedVersion,
    body,
    whatYouCanDo,
  });
  return update;
}

/** Returns the fields, other than the text, in which the form differs from the update that it published. */
async function otherChanges(
  ctx: ActingContext,
  { published, title, titleBefore, state, stateBefore, next }: Form,
  affected: Affected,
): Promise<string[]> {
  const impacts = { select: { newStatus: true, component: { select: { slug: true } } } };
  const select = { state: true, publishedAt: true, nextUpdateBy: true, impacts, incident: { select: { title: true } } };
  const earlier = await ctx.prisma.incidentUpdate.findUnique({ where: { publicId: published }, select });
  if (!earlier) return []; // the edit reports the missing update
  const minutes =
    earlier.nextUpdateBy === null
      ? 0
      : Math.round((earlier.nextUpdateBy.getTime() - earlier.publishedAt.getTime()) / MINUTE_MS);
  const isStated = ({ component, status }: Affected[number]) =>
    earlier.impacts.some((one) => one.component.slug === component && one.newStatus === status);
  return [
    ...(title !== '' && title !== titleBefore && title !== earlier.incident.title ? ['title'] : []),
    ...(state !== stateBefore && state !== earlier.state ? ['state'] : []),
    ...(isOpenState(state) && Number(next) !== minutes ? ['next update'] : []),
    ...(affected.every(isStated) ? [] : ['affected components']),
  ];
}
