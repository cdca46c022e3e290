'use server';

import { formatMoment } from '#domain/time/format-utc';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';
import { AppError } from '#server/errors';
import { action } from '#server/http/action';
import { composeUpdate, UNDO_SECONDS } from '#server/incidents/console/compose-update';
import { draftConflict } from '#server/incidents/console/draft-conflict';
import { publishedFirst } from '#server/incidents/console/published-first';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { addNote } from '#server/incidents/verbs/add-note';
import { approveDraft } from '#server/incidents/verbs/approve-draft';
import { dropDraft } from '#server/incidents/verbs/drop-draft';
import { linkIncidents } from '#server/incidents/verbs/link-incidents';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { undoUpdate } from '#server/incidents/verbs/undo-update';
import { unlinkIncidents } from '#server/incidents/verbs/unlink-incidents';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';

const texts = consoleIncidentsEn;
const text = (value: string | string[] | undefined) => String(value ?? '');

export const compose = action('incident:update', async (ctx, { fields }) => {
  const incident = text(fields.incident);
  try {
    const done = await composeUpdate(ctx, fields);
    if (done.kind === 'published') return { to: `/console/incidents/${incident}?published=${done.update}` };
    if (done.kind === 'ready') return { to: `/console/incidents/${incident}?draft=awaiting` };
    if (done.kind === 'draft') return { to: `/console/incidents/${incident}?draft=saved#composer` };
    const webhook = done.webhook && JSON.stringify(done.webhook, null, 2);
    return {
      kind: 'done',
      message: texts.composer.previewed,
      preview: {
        html: done.html,
        whatYouCanDo: done.whatYouCanDo,
        state: enIncidents.state[done.state],
        mail: done.mail,
        webhook,
        recipients: done.recipients,
      },
    };
  } catch (error) {
    const conflict = draftConflict(error, text(fields.body));
    if (conflict) return { kind: 'error', ...conflict };
    if (error instanceof AppError && error.code === 'reason_needed')
      return { kind: 'error', message: error.message, needsReason: true };
    const first = await publishedFirst(ctx, error);
    if (!first) throw error;
    const { update, version, at } = first;
    const link = {
      href: `/console/incidents/${first.incident}/updates/${update}`,
      label: texts.composer.publishedLink,
    };
    return {
      kind: 'error',
      message: texts.composer.publishedFirst(formatMoment(at, ctx.clock.now())),
      published: { update, version },
      link,
    };
  }
});

export const approve = action('incident:update', async (ctx, { fields }) => {
  const incident = text(fields.incident);
  const { update } = await approveDraft(ctx, { incident, version: Number(fields.version), undoSeconds: UNDO_SECONDS });
  return { to: `/console/incidents/${incident}?approved=${update}` };
});

export const undo = action('incident:update', async (ctx, { fields }) => {
  const incident = text(fields.incident);
  await undoUpdate(ctx, { incident, update: text(fields.update) });
  return { to: `/console/incidents/${incident}?undone=yes` };
});

export const discard = action('incident:update', async (ctx, { fields }) => {
  await dropDraft(ctx, { incident: text(fields.incident), version: Number(fields.version) });
  return { kind: 'done', message: texts.approval.discarded };
});

export const confirm = action('incident:update', async (ctx, { fields }) => {
  await acknowledgeIncident(ctx, { incident: text(fields.incident), undoSeconds: UNDO_SECONDS });
  return { kind: 'done', message: texts.act.acknowledged };
});

export const note = action('incident:update', async (ctx, { fields }) => {
  await addNote(ctx, { incident: text(fields.incident), body: text(fields.note) });
  return { kind: 'done', message: texts.act.noted };
});

export const withdraw = action('incident:withdraw', async (ctx, { fields }) => {
  const { incident, reason } = fields;
  await withdrawIncident(ctx, { incident: text(incident), reason: text(reason), undoSeconds: UNDO_SECONDS });
  return { kind: 'done', message: texts.act.withdrawn };
});

export const merge = action('incident:update', async (ctx, { fields }) => {
  await mergeIncident(ctx, { incident: text(fields.incident), into: text(fields.into), reason: text(fields.reason) });
  return { kind: 'done', message: texts.act.merged };
});

const ADDRESS = /\/incidents\/([a-z0-9]{12})$/;

export const link = action('incident:update', async (ctx, { fields }) => {
  const named = text(fields.to).trim();
  await linkIncidents(ctx, { incident: text(fields.incident), to: ADDRESS.exec(named)?.[1] ?? named });
  return { kind: 'done', message: texts.related.linked };
});

export const unlink = action('incident:update', async (ctx, { fields }) => {
  await unlinkIncidents(ctx, { incident: text(fields.incident), to: text(fields.to) });
  return { kind: 'done', message: texts.related.removed };
});
