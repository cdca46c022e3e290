import { promiseOf } from '#domain/incident/promise';
import type { ActingContext } from '#server/actor';
import { readDraft } from '#server/incidents/reads/read-draft';
import type { DraftContent } from '#server/incidents/schemas';
import { fillPlaceholders } from './fill-placeholders.ts';
import { prepareEdit } from './prepare-edit.ts';
import { checkPromise, type PreparedText, prepareText } from './prepare-text.ts';

export type PreparedDraft = PreparedText & { title?: string };

/** Prepares the text of a draft, and its title where it has one, as they will be published. Errors: invalid_input where it cannot be; overloaded. */
export async function prepareDraft(
  ctx: ActingContext,
  incident: string,
  content: DraftContent,
): Promise<PreparedDraft> {
  const said = readDraft(incident, content);
  if ('edit' in said) return { ...(await prepareEdit(ctx, said.edit)), nextUpdateBy: null, namesNextUpdate: false };
  const { body, rendered, nextUpdateBy, namesNextUpdate, title } = await prepareText(
    ctx,
    await fillPlaceholders(ctx, incident, said.post),
  );
  checkPromise({ namesNextUpdate }, promiseOf({ state: said.post.state ?? 'investigating', nextUpdateBy })); // that of the incident, where none is given, is checked again
  return { body, rendered, nextUpdateBy, namesNextUpdate, ...(title === undefined ? {} : { title }) };
}
