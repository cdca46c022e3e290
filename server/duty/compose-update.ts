import { z } from 'zod';
import { INCIDENT_STATES, STATED, type Stated } from '#domain/incident';
import type { ActingContext } from '../actor.ts';
import { authorize } from '../actor.ts';
import { AppError } from '../errors.ts';
import { postUpdate } from '../incidents/post-update.ts';
import { resolveIncident } from '../incidents/resolve-incident.ts';
import { saveDraft } from '../incidents/save-draft.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { incidentMail } from '../presenters/incident-mail.ts';

const MINUTE_MS = 60_000;
const STATUS = /^status:([a-z0-9-]+)$/;

/** A form of the composer, as browsers send it: what is not ticked or not chosen is absent or empty. */
const formSchema = z.object({
  intent: z.enum(['publish', 'preview', 'draft']).default('publish'),
  incident: z.string(),
  body: z.string().default(''),
  state: z.enum(INCIDENT_STATES),
  next: z
    .string()
    .regex(/^\d{0,4}$/, 'must be minutes')
    .default(''),
  occurredAt: z.string().trim().default(''),
  internal: z.literal('on').optional(),
  notify: z.literal('on').optional(),
  reason: z.string().trim().default(''),
  draftVersion: z.coerce.number().int().min(0).default(0),
  idempotencyKey: z.string().default(''),
});

type Fields = Record<string, string | string[]>;
type Composed =
  | { kind: 'published'; update: string }
  | { kind: 'draft' }
  | { kind: 'preview'; html: string; state: (typeof INCIDENT_STATES)[number]; mail: ReturnType<typeof incidentMail> };

/** What the form says of components, by slug. */
export function affectedIn(fields: Fields): { component: string; status: Stated }[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const component = STATUS.exec(name)?.[1];
    const status = STATED.find((one) => one === value);
    return component && status ? [{ component, status }] : [];
  });
}

/**
 * What the composer is told to do: publish, keep as a draft, or show what readers would see. Errors: forbidden, invalid_input, and those of the verb
 * that it leads to.
 */
export async function composeUpdate(ctx: ActingContext, fields: Fields): Promise<Composed> {
  authorize(ctx, 'incident:update');
  const parsed = formSchema.safeParse(fields);
  if (!parsed.success) throw new AppError('invalid_input', `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
  const form = parsed.data;
  const affected = affectedIn(fields);
  const nextUpdateBy = form.next === '' ? null : new Date(ctx.clock.now() + Number(form.next) * MINUTE_MS).toISOString();
  if (form.intent === 'preview') return preview(ctx, form, nextUpdateBy);
  if (form.intent === 'draft') {
    const content = { body: form.body, state: form.state, affected };
    await saveDraft(ctx, { incident: form.incident, version: form.draftVersion, content });
    return { kind: 'draft' };
  }
  const said = {
    incident: form.incident,
    body: form.body,
    audience: form.internal ? (['internal'] as const) : (['public', 'internal'] as const),
    notify: form.notify === 'on' && !form.internal,
    nextUpdateBy,
    ...(form.idempotencyKey === '' ? {} : { idempotencyKey: form.idempotencyKey }),
    ...(form.occurredAt === '' ? {} : { occurredAt: form.occurredAt }),
    ...(form.reason === '' ? {} : { reason: form.reason }),
  };
  const { update } =
    form.state === 'resolved'
      ? await resolveIncident(ctx, { ...said, audience: [...said.audience], ...(affected.length > 0 ? { affected } : {}) })
      : await postUpdate(ctx, { ...said, audience: [...said.audience], state: form.state, affected });
  return { kind: 'published', update };
}

async function preview(ctx: ActingContext, form: z.output<typeof formSchema>, nextUpdateBy: string | null): Promise<Composed> {
  const incident = await ctx.prisma.incident.findUnique({ where: { publicId: form.incident }, select: { title: true, publicId: true } });
  if (!incident) throw new AppError('not_found', 'There is no incident with this id.');
  const { html, text } = renderMarkdown(form.body);
  const url = `${ctx.publicOrigin}/incidents/${incident.publicId}`;
  const by = nextUpdateBy === null ? null : Date.parse(nextUpdateBy);
  return { kind: 'preview', html, state: form.state, mail: incidentMail({ title: incident.title, state: form.state, text, nextUpdateBy: by, url }) };
}
