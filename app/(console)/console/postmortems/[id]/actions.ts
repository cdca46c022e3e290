'use server';

import type { ActionItemState } from '#domain/postmortem/action-item';
import type { Section } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { action } from '#server/http/action';
import { saveFailure } from '#server/postmortems/console/save-failure';
import { saveFromForm } from '#server/postmortems/console/save-from-form';
import { type Fields, fieldOf } from '#server/postmortems/console/text-from-form';
import { addActionItem } from '#server/postmortems/verbs/add-action-item';
import { approvePostmortem } from '#server/postmortems/verbs/approve-postmortem';
import { changeActionItem } from '#server/postmortems/verbs/change-action-item';
import { commentPostmortem } from '#server/postmortems/verbs/comment-postmortem';
import { publishPostmortem } from '#server/postmortems/verbs/publish-postmortem';
import { removeActionItem } from '#server/postmortems/verbs/remove-action-item';
import { requestChanges } from '#server/postmortems/verbs/request-changes';
import { requestReview } from '#server/postmortems/verbs/request-review';
import { resolveComment } from '#server/postmortems/verbs/resolve-comment';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';

const TEXT = consolePostmortemsEn;
const done = (message: string) => ({ kind: 'done' as const, message });

/** Returns the version that a form is about. */
function versionOf(fields: Fields) {
  return { postmortem: fieldOf(fields, 'postmortem'), version: Number(fieldOf(fields, 'version')) };
}

/** Returns a field, or undefined if it is empty. */
function given(fields: Fields, name: string): string | undefined {
  return fieldOf(fields, name).trim() || undefined;
}

export const save = action('postmortem:write', async (ctx, { fields }) => {
  try {
    return { ...done(TEXT.editor.saved), saved: await saveFromForm(ctx, fields) };
  } catch (error) {
    return saveFailure(error, fields);
  }
});

export const review = action('postmortem:write', async (ctx, { fields }) => {
  await requestReview(ctx, { ...versionOf(fields), approver: given(fields, 'approver') ?? null });
  return done(TEXT.review.requestedNow);
});

export const changes = action('postmortem:write', async (ctx, { fields }) => {
  await requestChanges(ctx, { ...versionOf(fields), reason: fieldOf(fields, 'reason') });
  return done(TEXT.review.changesNow);
});

export const approve = action('postmortem:approve', async (ctx, { fields }) => {
  await approvePostmortem(ctx, versionOf(fields));
  return done(TEXT.review.approvedNow);
});

/** Returns what publishing needs. A first publication notifies; of a later one, the form says whether. */
function publication(fields: Fields) {
  const changeNote = given(fields, 'changeNote');
  return {
    ...versionOf(fields),
    ...(changeNote !== undefined && { changeNote, notify: fieldOf(fields, 'notify') === 'on' }),
  };
}

export const publish = action('postmortem:write', async (ctx, { fields }) => {
  await publishPostmortem(ctx, publication(fields));
  return done(TEXT.publish.published);
});

export const approveAndPublish = action('postmortem:approve', async (ctx, { fields }) => {
  await approvePostmortem(ctx, versionOf(fields));
  await publishPostmortem(ctx, publication(fields));
  return done(TEXT.publish.published);
});

export const comment = action('postmortem:write', async (ctx, { fields }) => {
  const replyTo = given(fields, 'replyTo');
  await commentPostmortem(ctx, {
    postmortem: fieldOf(fields, 'postmortem'),
    section: (given(fields, 'section') ?? null) as Section | null, // the verb checks it
    quote: given(fields, 'quote') ?? null,
    body: fieldOf(fields, 'body'),
    ...(replyTo !== undefined && { replyTo: Number(replyTo) }),
    idempotencyKey: fieldOf(fields, 'idempotencyKey'),
  });
  return done(replyTo === undefined ? TEXT.comments.added : TEXT.comments.replied);
});

export const resolve = action('postmortem:write', async (ctx, { fields }) => {
  await resolveComment(ctx, {
    postmortem: fieldOf(fields, 'postmortem'),
    comment: Number(fieldOf(fields, 'comment')),
  });
  return done(TEXT.comments.resolved);
});

/** Returns the fields of an action item. */
function itemOf(fields: Fields) {
  return {
    postmortem: fieldOf(fields, 'postmortem'),
    action: fieldOf(fields, 'action'),
    owner: fieldOf(fields, 'owner'),
    dueOn: fieldOf(fields, 'dueOn'),
    state: fieldOf(fields, 'state') as ActionItemState, // the verb checks it
    evidenceUrl: given(fields, 'evidenceUrl') ?? null,
  };
}

export const add = action('postmortem:write', async (ctx, { fields }) => {
  await addActionItem(ctx, { ...itemOf(fields), idempotencyKey: fieldOf(fields, 'idempotencyKey') });
  return done(TEXT.items.added);
});

export const change = action('postmortem:write', async (ctx, { fields }) => {
  const reason = given(fields, 'reason');
  await changeActionItem(ctx, {
    ...itemOf(fields),
    item: fieldOf(fields, 'item'),
    ...(reason !== undefined && { reason }),
  });
  return done(TEXT.items.changed);
});

export const remove = action('postmortem:write', async (ctx, { fields }) => {
  await removeActionItem(ctx, { postmortem: fieldOf(fields, 'postmortem'), item: fieldOf(fields, 'item') });
  return done(TEXT.items.removed);
});

export const link = action('postmortem:write', async (ctx, { fields }) => {
  const [added, removed] = [given(fields, 'add'), given(fields, 'remove')];
  const incidents = [fields.incidents ?? []].flat().filter((id) => id !== removed);
  await savePostmortem(ctx, {
    ...versionOf(fields),
    incidents: added === undefined ? incidents : [...incidents, added],
  });
  return done(added === undefined ? TEXT.incidents.removed : TEXT.incidents.added);
});
