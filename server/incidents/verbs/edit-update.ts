import { type ActingContext, authorize } from '#server/actor';
import { type EditUpdate, editUpdateSchema } from '#server/incidents/schemas';
import { changeText } from '#server/incidents/update/change-text';
import { hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareEdit } from '#server/incidents/update/prepare-edit';
import { withFilledText } from '#server/incidents/update/with-filled-text';

/**
 * Edits the text or time of event of an update. A new time also moves the end of the incident if this update set it. Every version is stored, and readers see
 * that the update was edited. `version` is the version that the edit is based on. Errors: forbidden, invalid_input, not_found, approval_needed; conflict with
 * both texts, so that nothing is lost.
 */
export async function editUpdate(ctx: ActingContext, input: EditUpdate): Promise<{ update: string; version: number }> {
  authorize(ctx, 'incident:update');
  const edit = parseInput(editUpdateSchema, input);
  const filling = {
    incident: edit.incident,
    hasPlaceholders: hasPlaceholders(edit),
    prepare: () => prepareEdit(ctx, edit),
  };
  return withFilledText(ctx, filling, (tx, text) =>
    changeText(tx, ctx, { ...edit, ...text }, { action: 'incident:edit' }),
  );
}
