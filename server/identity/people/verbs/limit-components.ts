import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { textLine } from '#server/markdown/plain-text';

const COMPONENTS_MAX = 200;
const inputSchema = z.strictObject({ id: textLine(64).min(1), components: z.array(textLine(63)).max(COMPONENTS_MAX) });

/**
 * Limits a communicator to components, by slug, and ends all their sessions. An empty list removes the limit. Errors:
 * forbidden, invalid_input, not_found.
 */
export async function limitComponents(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id, components } = parseInput(inputSchema, input);
  const slugs = [...new Set(components)].sort();
  await ctx.prisma.$transaction(async (tx) => {
    const person = await tx.staff.findUnique({
      where: { id },
      select: { role: true, components: { select: { component: { select: { slug: true } } } } },
    });
    if (!person) throw new AppError('not_found', 'Staff account not found.');
    if (person.role !== 'communicator')
      throw new AppError('invalid_input', 'Only communicators can be limited to components. Change the role first.');
    const found = await tx.component.findMany({ where: { slug: { in: slugs } }, select: { id: true } });
    if (found.length !== slugs.length)
      throw new AppError('invalid_input', 'components: one of these components does not exist.');
    const before = person.components.map(({ component }) => component.slug).sort();
    if (before.join() === slugs.join()) return;
    await tx.staffComponent.deleteMany({ where: { staffId: id } });
    await tx.staffComponent.createMany({ data: found.map(({ id: componentId }) => ({ staffId: id, componentId })) });
    await tx.staffSession.deleteMany({ where: { staffId: id } });
    await appendAudit(tx, ctx, {
      action: 'staff:limit-components',
      object: { kind: 'staff', id },
      before: { components: before },
      after: { components: slugs },
    });
  });
}
