import { PLACEHOLDERS, unknownPlaceholders } from '#domain/update-template';
import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { parseInput } from './parse-input.ts';
import { type SaveTemplate, saveTemplateSchema } from './schemas.ts';

/**
 * Saves a template by its name. Its placeholders are those of domain/update-template.ts; any other is a mistake. Errors: forbidden, invalid_input,
 * conflict, with both texts, where it is based on another version.
 */
export async function saveTemplate(ctx: ActingContext, input: SaveTemplate): Promise<{ name: string; version: number }> {
  authorize(ctx, 'template:write');
  const { version: basis, name, ...rest } = parseInput(saveTemplateSchema, input);
  for (const [field, text] of Object.entries({ title: rest.title ?? '', body: rest.body })) {
    const unknown = unknownPlaceholders(text);
    if (unknown.length > 0)
      throw new AppError('invalid_input', `${field}: there is no placeholder {{${unknown.join('}}, {{')}}}; there are {{${PLACEHOLDERS.join('}}, {{')}}}.`);
  }
  return inIncidentTurn(ctx, async (tx) => {
    const old = await tx.updateTemplate.findUnique({ where: { name }, select: { title: true, body: true, state: true, version: true } });
    if ((old?.version ?? 0) !== basis)
      throw new AppError('conflict', 'There is another version of this template: compare the two and save yours again.', { yours: rest, theirs: old });
    const data = { title: rest.title ?? null, body: rest.body, state: rest.state ?? null, version: basis + 1, savedAt: new Date(ctx.clock.now()) };
    await tx.updateTemplate.upsert({ where: { name }, create: { name, ...data }, update: data });
    await appendAudit(tx, ctx, { action: 'template:save', object: { kind: 'template', id: name }, before: old, after: data });
    return { name, version: data.version };
  });
}
