'use server';

import { AppError } from '#server/errors';
import { action } from '#server/http/action';
import { editUpdate } from '#server/incidents/edit-update';
import { retractUpdate } from '#server/incidents/retract-update';
import { consoleIncidentsEn } from '../../../../../../../messages/console-incidents-en.ts';

const words = consoleIncidentsEn.edit;
const text = (value: string | string[] | undefined) => String(value ?? '');

export const edit = action('incident:update', async (ctx, { fields }) => {
  const body = text(fields.body);
  try {
    await editUpdate(ctx, {
      incident: text(fields.incident),
      update: text(fields.update),
      version: Number(fields.version),
      body,
      occurredAt: text(fields.occurredAt),
    });
    return { kind: 'done', message: words.done };
  } catch (error) {
    const theirs = error instanceof AppError && (error.more.theirs as { body: string; version: number } | undefined);
    if (!theirs) throw error;
    return { kind: 'error', message: words.conflict, conflict: { theirs: theirs.body, yours: body, version: theirs.version } };
  }
});

export const retract = action('incident:update', async (ctx, { fields }) => {
  await retractUpdate(ctx, { incident: text(fields.incident), update: text(fields.update), reason: text(fields.reason) });
  return { to: `/console/incidents/${text(fields.incident)}` };
});
