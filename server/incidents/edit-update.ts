import { type ActingContext, authorize } from '../actor.ts';
import { changeText } from './change-text.ts';
import { hasPlaceholders } from './fill-placeholders.ts';
import { parseInput } from './parse-input.ts';
import { prepareEdit } from './prepare-edit.ts';
import { type EditUpdate, editUpdateSchema } from './schemas.ts';
import { withFilledText } from './with-filled-text.ts';

/**
 * Changes the text of an update, or when it was so, and with it when the incident was over where this update said so; every version is kept and readers
 * see that it was edited. `version` is the one the text is based on. Errors: forbidden, invalid_input, not_found, approval_needed, and conflict, with both
 * texts so that nothing is lost.
 */
export async function editUpdate(ctx: ActingContext, input: EditUpdate): Promise<{ update: string; version: number }> {
  authorize(ctx, 'incident:update');
  const edit = parseInput(editUpdateSchema, input);
  const filling = { incident: edit.incident, hasPlaceholders: hasPlaceholders(edit), prepare: () => prepareEdit(ctx, edit) };
  return withFilledText(ctx, filling, (tx, text) => changeText(tx, ctx, { ...edit, ...text }, { action: 'incident:edit' }));
}
