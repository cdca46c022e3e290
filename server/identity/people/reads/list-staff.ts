import type { Role } from '#domain/access/permission';
import { type ActingContext, authorize } from '#server/actor';

const PEOPLE_MAX = 500;
const INVITATIONS_MAX = 200;

export type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isActive: boolean;
  hasSecondFactor: boolean;
  components: string[];
  sessions: number;
};
export type OpenInvitation = { id: number; email: string; role: Role; expiresAt: number };

/** Returns all staff, with the components that they are limited to, and the open invitations. Errors: forbidden. */
export async function listStaff(ctx: ActingContext): Promise<{ people: Person[]; invitations: OpenInvitation[] }> {
  authorize(ctx, 'staff:write');
  const now = new Date(ctx.clock.now());
  const people = await ctx.prisma.staff.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: PEOPLE_MAX,
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      deactivatedAt: true,
      secondFactor: { select: { confirmedAt: true } },
      components: { select: { component: { select: { slug: true } } } },
      _count: { select: { sessions: { where: { awaitsCode: false, expiresAt: { gt: now } } } } },
    },
  });
  const invitations = await ctx.prisma.invitation.findMany({
    where: { kind: 'invitation', usedAt: null, expiresAt: { gt: now } },
    orderBy: { id: 'asc' },
    take: INVITATIONS_MAX,
    select: { id: true, email: true, role: true, expiresAt: true },
  });
  return {
    people: people.map(({ _count, deactivatedAt, secondFactor, role, components, ...rest }) => ({
      ...rest,
      role: role as Role, // the database checks the role
      isActive: deactivatedAt === null,
      hasSecondFactor: Boolean(secondFactor?.confirmedAt),
      components: components.map(({ component }) => component.slug),
      sessions: _count.sessions,
    })),
    invitations: invitations.map((i) => ({
      id: i.id,
      email: i.email ?? '',
      role: i.role as Role,
      expiresAt: i.expiresAt.getTime(),
    })),
  };
}
