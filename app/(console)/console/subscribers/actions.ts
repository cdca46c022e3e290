'use server';

import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import { action } from '#server/http/action';
import { addSubscriber } from '#server/subscribers/verbs/add-subscriber';
import { eraseSubscriber } from '#server/subscribers/verbs/erase-subscriber';
import { importSubscribers } from '#server/subscribers/verbs/import-subscribers';
import { liftSuppression } from '#server/subscribers/verbs/lift-suppression';
import { removeSubscriber } from '#server/subscribers/verbs/remove-subscriber';
import { suppressAddress } from '#server/subscribers/verbs/suppress-address';
import { testWebhook } from '#server/subscribers/verbs/test-webhook';

const { addForm, importForm, suppressionList, removed, erased, tested, testFailed, testFailure } = consoleSubscribersEn;

export const add = action('subscriber:write', async (ctx, { fields }) => {
  const { components = [], ownerEmail, format, confirmed, ...rest } = fields;
  const { isNew, state, secret } = await addSubscriber(ctx, {
    ...rest,
    ...(ownerEmail === '' ? {} : { ownerEmail }),
    ...(rest.channel === 'webhook' ? { format } : {}),
    components: [components].flat(),
    confirmed: confirmed === 'yes',
  });
  const message = state === 'active' ? addForm.added : addForm.asked;
  return {
    kind: 'done',
    message: isNew ? message : addForm.changed,
    ...(secret === undefined ? {} : { shown: { label: addForm.secret, lines: [secret] } }),
  };
});

export const remove = action('subscriber:write', async (ctx, { fields }) => {
  await removeSubscriber(ctx, fields);
  return { kind: 'done', message: removed };
});

export const erase = action('subscriber:write', async (ctx, { fields }) => {
  await eraseSubscriber(ctx, fields);
  return { kind: 'done', message: erased };
});

export const importFile = action('subscriber:write', async (ctx, { fields }) => {
  const text = String(fields.text ?? '');
  const isDryRun = fields.intent !== 'import';
  const { lines, counts } = await importSubscribers(ctx, { text, isDryRun, isConfirmed: fields.confirmed === 'yes' });
  if (!isDryRun) return { kind: 'done', message: importForm.imported(counts.new) };
  return { kind: 'done', message: counts.new === 0 ? importForm.nothing : importForm.previewed, lines, text };
});

export const suppress = action('subscriber:write', async (ctx, { fields }) => {
  await suppressAddress(ctx, fields);
  return { kind: 'done', message: suppressionList.added };
});

export const lift = action('subscriber:write', async (ctx, { fields }) => {
  await liftSuppression(ctx, fields);
  return { kind: 'done', message: suppressionList.lifted };
});

export const test = action('subscriber:write', async (ctx, { fields }) => {
  const failure = await testWebhook(ctx, fields);
  if (failure === null) return { kind: 'done', message: tested };
  const why = failure.kind === 'answered' ? testFailure.answered(failure.status) : testFailure[failure.kind];
  return { kind: 'error', message: testFailed(why) };
});
