import type { DraftContent, PostUpdate } from '#server/incidents/schemas';

/** Converts a draft into the input of postUpdate. Empty form fields are left out. */
export function updateOfDraft(incident: string, content: DraftContent): PostUpdate {
  const {
    body = '',
    title,
    state,
    audience,
    notify,
    nextMinutes,
    occurredAt,
    affected,
    reason,
    whatYouCanDo,
  } = content;
  const isInternal = audience !== undefined && !audience.includes('public');
  return {
    incident,
    body,
    ...(title ? { title } : {}),
    ...(state === undefined ? {} : { state }),
    ...(audience === undefined ? {} : { audience }),
    ...(notify === undefined ? {} : { notify: notify && !isInternal }),
    ...(nextMinutes ? { nextUpdateMinutes: nextMinutes } : {}),
    ...(occurredAt ? { occurredAt } : {}),
    ...(affected && affected.length > 0 ? { affected } : {}),
    ...(reason ? { reason } : {}),
    ...(whatYouCanDo === undefined || isInternal ? {} : { whatYouCanDo }),
  };
}
