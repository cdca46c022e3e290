import { z } from 'zod';
import { ROLES } from '#domain/access/permission';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { keepAnAdmin } from '#server/identity/people/admins';
import { endAccess } from '#server/identity/people/end-access';
import { parseInput } from '#server/identity/people/parse-input';
import { textLine } from '#server/markdown/plain-text';

const id = textLine(64).min(1);
const roleSchema = z.strictObject({ id, role: z.enum(ROLES) });
const activeSchema = z.strictObject({ id, isActive: z.boolean() });

async function personOf(tx: Prisma.TransactionClient, id: string) {
  const found = await tx.staff.findUnique({ where: { id }, select: { role: true, deactivatedAt: true } });
  if (!found) throw new AppError('not_found', 'Staff account not found.');
  return found;
}

/** Changes the role of a person and ends all their sessions. Errors: forbidden, invalid_input, not_found. */
export async function changeRole(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id, role } = parseInput(roleSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    if (role !== 'admin') await keepAnAdmin(tx, id);
    const before = await personOf(tx, id);
    if (before.role === role) return;
    await tx.staff.update({ where: { id }, data: { role }, select: { id: true } });
    await tx.staffSession.deleteMany({ where: { staffId: id } });
    await appendAudit(tx, ctx, {
      action: 'staff:change-role',
      object: { kind: 'staff', id },
      before: { role: before.role },
      after: { role },
    });
  });
}

/** Deactivates a person and ends all their sessions, or reactivates them. Errors: forbidden, invalid_input, not_found. */
export async function setActive(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id, isActive } = parseInput(activeSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    if (!isActive) await keepAnAdmin(tx, id);
    const before = await personOf(tx, id);
    if ((before.deactivatedAt === null) === isActive) return;
    const deactivatedAt = isActive ? null : new Date(ctx.clock.now());
    await tx.staff.update({ where: { id }, data: { deactivatedAt }, select: { id: true } });
    await endAccess(tx, id);
    await appendAudit(tx, ctx, {
      action: isActive ? 'staff:reactivate' : 'staff:deactivate',
      object: { kind: 'staff', id },
      before: { isActive: !isActive },
      after: { isActive },
    });
  });
}
