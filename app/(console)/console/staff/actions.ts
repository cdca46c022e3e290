'use server';

import { consoleEn } from '#messages/en/console';
import { action } from '#server/http/action';
import { changeRole, setActive } from '#server/identity/people/verbs/change-staff';
import { endSecondFactorOf } from '#server/identity/people/verbs/end-second-factor-of';
import { invite } from '#server/identity/people/verbs/invite';
import { limitComponents } from '#server/identity/people/verbs/limit-components';
import { endSessionsOf } from '#server/identity/sessions/sessions';

const texts = consoleEn.staff;

export const sendInvitation = action('staff:write', async (ctx, { fields }) => {
  const { email, link } = await invite(ctx, fields);
  if (link === null) return { kind: 'done', message: texts.sent(email) };
  return { kind: 'done', message: texts.written(email), shown: { label: texts.invitationLink, lines: [link] } };
});

export const sendRole = action('staff:write', async (ctx, { fields }) => {
  await changeRole(ctx, fields);
  return { kind: 'done', message: texts.changed };
});

export const deactivate = action('staff:write', async (ctx, { fields }) => {
  await setActive(ctx, { ...fields, isActive: false });
  return { kind: 'done', message: texts.deactivated };
});

export const reactivate = action('staff:write', async (ctx, { fields }) => {
  await setActive(ctx, { ...fields, isActive: true });
  return { kind: 'done', message: texts.reactivated };
});

export const endSessions = action('staff:write', async (ctx, { fields }) => {
  await endSessionsOf(ctx, fields);
  return { kind: 'done', message: texts.endedSessions };
});

export const endFactor = action('staff:write', async (ctx, { fields }) => {
  await endSecondFactorOf(ctx, fields);
  return { kind: 'done', message: texts.endedFactor };
});

export const sendLimit = action('staff:write', async (ctx, { fields }) => {
  await limitComponents(ctx, { id: fields.id, components: [fields.component ?? []].flat() });
  return { kind: 'done', message: texts.limited };
});
