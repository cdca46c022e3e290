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
const STATUS = /^status:([a-z0-9-]+)$/;

/** A form of the composer, as browsers send it: what is not ticked or not chosen is absent or empty. */
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
  draftVersion: z.coerce.number().int().min(0).default(0),
  moves: z.coerce.number().int().min(0).optional(),
  idempotencyKey: z.string().default(''),
  /** What this form published before, and its version: the text that `replace` changes. */
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

/** What the form says of components, by slug. */
export function affectedIn(fields: Fields): Affected {
  return Object.entries(fields).flatMap(([name, value]) => {
    const component = STATUS.exec(name)?.[1];
    const status = STATED.find((one) => one === value);
    return component && status ? [{ component, status }] : [];
  });
}

/**
 * What the composer is told to do: publish, replace the text that it published before, keep as a draft, also as one that is ready for approval, or show what readers would see. Errors: forbidden, invalid_input, and those of the verb
 * that it leads to.
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
  const title = form.title === form.titleBefore ? '' : form.title; // what was only shown must not undo another's change
  const moved = form.state === form.stateBefore ? {} : { state: form.state };
  return {
    body,
    title,
    ...moved,
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
  const { update } = await postUpdate(ctx, { ...updateOfDraft(form.incident, draftOf(form, affected)), ...key });
  return update;
}

/** Errors: invalid_input where the form differs from what it published in more than the text: an edit changes nothing else. */
async function replace(ctx: ActingContext, form: Form, affected: Affected): Promise<string> {
  const { incident, published, publishedVersion, body } = form;
  const others = await otherChanges(ctx, form, affected);
  if (others.length > 0)
    throw new AppError(
      'invalid_input',
      `Only the text of the published update is replaced, not: ${others.join(', ')}. Reset that first, then post another update with it.`,
    );
  const { update } = await editUpdate(ctx, { incident, update: published, version: publishedVersion, body });
  return update;
}

/** What a form says otherwise than the update that it published before, but for the text. */
async function otherChanges(
  ctx: ActingContext,
  { published, title, titleBefore, state, stateBefore, next }: Form,
  affected: Affected,
): Promise<string[]> {
  const impacts = { select: { newStatus: true, component: { select: { slug: true } } } };
  const select = { state: true, publishedAt: true, nextUpdateBy: true, impacts, incident: { select: { title: true } } };
  const was = await ctx.prisma.incidentUpdate.findUnique({ where: { publicId: published }, select });
  if (!was) return []; // the edit says that there is no such update
  const minutes =
    was.nextUpdateBy === null ? 0 : Math.round((was.nextUpdateBy.getTime() - was.publishedAt.getTime()) / MINUTE_MS);
  const isStated = ({ component, status }: Affected[number]) =>
    was.impacts.some((one) => one.component.slug === component && one.newStatus === status);
  return [
    ...(title !== '' && title !== titleBefore && title !== was.incident.title ? ['title'] : []),
    ...(state !== stateBefore && state !== was.state ? ['state'] : []),
    ...(isOpenState(state) && Number(next) !== minutes ? ['next update'] : []),
    ...(affected.every(isStated) ? [] : ['affected components']),
  ];
}
