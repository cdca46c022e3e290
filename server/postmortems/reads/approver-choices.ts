import { may, ROLES } from '#domain/access/permission';
import { type ActingContext, authorize } from '#server/actor';
import { findPostmortem } from '#server/postmortems/working/find-postmortem';

const PEOPLE_MAX = 500;

/** Lists the people who may approve the working version of a post-mortem, by name. Errors: forbidden, not_found. */
export async function approverChoices(ctx: ActingContext, publicId: string): Promise<{ id: string; name: string }[]> {
  authorize(ctx, 'postmortem:write');
  const { authorKind, authorId } = await findPostmortem(ctx.prisma, publicId);
  return ctx.prisma.staff.findMany({
    where: {
      deactivatedAt: null,
      role: { in: ROLES.filter((role) => may(role, 'postmortem:approve')) },
      ...(authorKind === 'staff' && { id: { not: authorId } }),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: PEOPLE_MAX,
    select: { id: true, name: true },
  });
}
