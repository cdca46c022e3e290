'use server';

import { action } from '#server/http/action';
import { acknowledgeAlert } from '#server/staff-alerts/acknowledge-alert';
import { addTarget } from '#server/staff-alerts/add-target';
import { removeTarget } from '#server/staff-alerts/remove-target';
import { resumeTarget } from '#server/staff-alerts/resume-target';
import { testTarget } from '#server/staff-alerts/test-target';
import { consoleAlertsEn } from '../../../../messages/console-alerts-en.ts';

const words = consoleAlertsEn;

export const acknowledge = action('incident:update', async (ctx, { fields }) => {
  await acknowledgeAlert(ctx, fields);
  return { kind: 'done', message: words.acknowledged };
});

export const add = action('setting:write', async (ctx, { fields }) => {
  await addTarget(ctx, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')));
  return { kind: 'done', message: words.page.added };
});

export const remove = action('setting:write', async (ctx, { fields }) => {
  await removeTarget(ctx, fields);
  return { kind: 'done', message: words.page.removed };
});

export const resume = action('setting:write', async (ctx, { fields }) => {
  await resumeTarget(ctx, fields);
  return { kind: 'done', message: words.page.resumed };
});

export const test = action('setting:write', async (ctx, { fields }) => {
  const result = await testTarget(ctx, fields);
  const isSent = result === 'sent';
  return { kind: isSent ? 'done' : 'error', message: (isSent ? words.tested : words.testFailed)(words.result[result]) };
});
