import { fillTitle, leftPlaceholders, PLACEHOLDERS, type Placeholder } from '#domain/incident/update-template';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { type SaveTemplate, saveTemplateSchema } from '#server/incidents/schemas';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';

/** A title cannot contain itself, or the time of the next update. */
const NOT_IN_TITLES: readonly Placeholder[] = ['title', 'next_update'];

/**
 * Saves a template by its name. Only the placeholders of domain/incident/update-template.ts are allowed. Errors: forbidden, invalid_input; conflict with both
 * texts if it is based on another version.
 */
export async function saveTemplate(
  ctx: ActingContext,
  input: SaveTemplate,
): Promise<{ name: string; version: number }> {
  authorize(ctx, 'template:write');
  const { version: basis, name, ...rest } = parseInput(saveTemplateSchema, input);
  for (const [field, text] of Object.entries({ title: rest.title ?? '', body: rest.body })) refuseUnfilled(field, text);
  return withIncidentLock(ctx, async (tx) => {
    const old = await tx.updateTemplate.findUnique({
      where: { name },
      select: { title: true, body: true, state: true, version: true },
    });
    if ((old?.version ?? 0) !== basis)
      throw new AppError(
        'conflict',
        'Someone else changed this template in the meantime. Compare the two versions, then save yours again.',
        { yours: rest, theirs: old },
      );
    const data = {
      title: rest.title ?? null,
      body: rest.body,
      state: rest.state ?? null,
      version: basis + 1,
      savedAt: new Date(ctx.clock.now()),
    };
    await tx.updateTemplate.upsert({ where: { name }, create: { name, ...data }, update: data });
    await appendAudit(tx, ctx, {
      action: 'template:save',
      object: { kind: 'template', id: name },
      before: old,
      after: data,
    });
    return { name, version: data.version };
  });
}

/** Errors: invalid_input for placeholders that publication would not fill, including {{title}} and {{next_update}} in a title. */
function refuseUnfilled(field: string, text: string): void {
  const known = PLACEHOLDERS.filter((name) => field === 'body' || !NOT_IN_TITLES.includes(name));
  const unfilled = leftPlaceholders(fillTitle(text, Object.fromEntries(known.map((name) => [name, '']))));
  if (unfilled.length > 0)
    throw new AppError(
      'invalid_input',
      `${field}: {{${unfilled.join('}}, {{')}}} cannot be used here. Use {{${known.join('}}, {{')}}}.`,
    );
}
