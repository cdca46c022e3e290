import { announcedNextUpdate } from '#domain/incident/next-update';
import { nextUpdateRefusal } from '#domain/incident/update-rules';
import type { ActingContext } from '#server/actor';
import { readDraft } from '#server/incidents/reads/read-draft';
import type { DraftContent } from '#server/incidents/schemas';
import { throwRefusal } from './accepted-plan.ts';
import { fillPlaceholders } from './fill-placeholders.ts';
import { prepareEdit } from './prepare-edit.ts';
import { type PreparedText, prepareText } from './prepare-text.ts';

export type PreparedDraft = PreparedText & { title?: string };

/** Prepares the text of a draft, and its title if it has one, as they will be published. Errors: invalid_input, overloaded. */
export async function prepareDraft(
  ctx: ActingContext,
  incident: string,
  content: DraftContent,
): Promise<PreparedDraft> {
  const draft = readDraft(incident, content);
  if ('edit' in draft) return { ...(await prepareEdit(ctx, draft.edit)), nextUpdateBy: null, namesNextUpdate: false };
  const { body, rendered, nextUpdateBy, namesNextUpdate, title } = await prepareText(
    ctx,
    await fillPlaceholders(ctx, incident, draft.post),
  );
  const state = draft.post.state ?? 'investigating'; // publication checks again with the state of the incident
  throwRefusal(nextUpdateRefusal({ namesNextUpdate, nextUpdateBy: announcedNextUpdate({ state, nextUpdateBy }) }));
  return { body, rendered, nextUpdateBy, namesNextUpdate, ...(title === undefined ? {} : { title }) };
}
