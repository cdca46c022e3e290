'use server';

import { consoleAlertsEn } from '#messages/en/alerts';
import { acknowledgeAlert } from '#server/alerting/verbs/acknowledge-alert';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import { resumeDestination } from '#server/alerting/verbs/resume-destination';
import { testDestination } from '#server/alerting/verbs/test-destination';
import { action } from '#server/http/action';

const texts = consoleAlertsEn;

export const acknowledge = action('incident:update', async (ctx, { fields }) => {
  await acknowledgeAlert(ctx, fields);
  return { kind: 'done', message: texts.acknowledged };
});

export const add = action('setting:write', async (ctx, { fields }) => {
  await addDestination(ctx, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')));
  return { kind: 'done', message: texts.page.added };
});

export const remove = action('setting:write', async (ctx, { fields }) => {
  await removeDestination(ctx, fields);
  return { kind: 'done', message: texts.page.removed };
});

export const resume = action('setting:write', async (ctx, { fields }) => {
  await resumeDestination(ctx, fields);
  return { kind: 'done', message: texts.page.resumed };
});

export const test = action('setting:write', async (ctx, { fields }) => {
  const result = await testDestination(ctx, fields);
  const isSent = result === 'sent';
  return { kind: isSent ? 'done' : 'error', message: (isSent ? texts.tested : texts.testFailed)(texts.result[result]) };
});
