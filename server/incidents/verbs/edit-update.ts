import { type ActingContext, authorize } from '#server/actor';
import { type EditUpdate, editUpdateSchema } from '#server/incidents/schemas';
import { changeText } from '#server/incidents/update/change-text';
import { hasPlaceholders } from '#server/incidents/update/fill-placeholders';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareEdit } from '#server/incidents/update/prepare-edit';
import { withFilledText } from '#server/incidents/update/with-filled-text';

/**
 * Changes the text of an update, or when it was so, and with it when the incident was over where this update said so; every version is kept and readers
 * see that it was edited. `version` is the one the text is based on. Errors: forbidden, invalid_input, not_found, approval_needed, and conflict, with both
 * texts so that nothing is lost.
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
