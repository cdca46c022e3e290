'use server';

import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { AppError } from '#server/errors';
import { action } from '#server/http/action';
import { draftConflict } from '#server/incidents/console/draft-conflict';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';

const texts = consoleIncidentsEn.edit;
const text = (value: string | string[] | undefined) => String(value ?? '');

export const edit = action('incident:update', async (ctx, { fields }) => {
  const [incident, update, body, occurredAt] = [
    text(fields.incident),
    text(fields.update),
    text(fields.body),
    text(fields.occurredAt),
  ];
  const changed = fields.whatYouCanDo === undefined ? {} : { whatYouCanDo: text(fields.whatYouCanDo) }; // an internal update has none
  const version = Number(fields.version);
  const notify = fields.notify === 'on';
  if (fields.draftVersion !== undefined) {
    const content = { body, ...changed, occurredAt, notify, edit: { update, version } };
    try {
      await saveDraft(ctx, { incident, version: Number(fields.draftVersion), content, ready: true });
      return { to: `/console/incidents/${incident}?draft=awaiting` };
    } catch (error) {
      const conflict = draftConflict(error, body);
      if (!conflict) throw error;
      return { kind: 'error', ...conflict };
    }
  }
  try {
    await editUpdate(ctx, { incident, update, version, body, ...changed, occurredAt, notify });
    return { kind: 'done', message: texts.done };
  } catch (error) {
    const theirs = error instanceof AppError && (error.more.theirs as { body: string; version: number } | undefined);
    if (!theirs) throw error;
    return {
      kind: 'error',
      message: texts.conflict,
      conflict: { theirs: theirs.body, yours: body, version: theirs.version },
    };
  }
});

export const retract = action('incident:update', async (ctx, { fields }) => {
  await retractUpdate(ctx, {
    incident: text(fields.incident),
    update: text(fields.update),
    reason: text(fields.reason),
    notify: fields.notify === 'on',
  });
  return { to: `/console/incidents/${text(fields.incident)}` };
});
