'use server';

import { action } from '#server/http/action';
import { changeRole, setActive } from '#server/staff/change-staff';
import { endSecondFactorOf } from '#server/staff/end-second-factor-of';
import { invite } from '#server/staff/invite';
import { limitComponents } from '#server/staff/limit-components';
import { endSessionsOf } from '#server/staff/sessions';
import { consoleEn } from '../../../../messages/console-en.ts';

const words = consoleEn.staff;

export const sendInvitation = action('staff:write', async (ctx, { fields }) => {
  const { email, link } = await invite(ctx, fields);
  if (link === null) return { kind: 'done', message: words.sent(email) };
  return { kind: 'done', message: words.written(email), shown: { label: words.invitationLink, lines: [link] } };
});

export const sendRole = action('staff:write', async (ctx, { fields }) => {
  await changeRole(ctx, fields);
  return { kind: 'done', message: words.changed };
});

export const deactivate = action('staff:write', async (ctx, { fields }) => {
  await setActive(ctx, { ...fields, isActive: false });
  return { kind: 'done', message: words.deactivated };
});

export const reactivate = action('staff:write', async (ctx, { fields }) => {
  await setActive(ctx, { ...fields, isActive: true });
  return { kind: 'done', message: words.reactivated };
});

export const endSessions = action('staff:write', async (ctx, { fields }) => {
  await endSessionsOf(ctx, fields);
  return { kind: 'done', message: words.endedSessions };
});

export const endFactor = action('staff:write', async (ctx, { fields }) => {
  await endSecondFactorOf(ctx, fields);
  return { kind: 'done', message: words.endedFactor };
});

export const sendLimit = action('staff:write', async (ctx, { fields }) => {
  await limitComponents(ctx, { id: fields.id, components: [fields.component ?? []].flat() });
  return { kind: 'done', message: words.limited };
});
