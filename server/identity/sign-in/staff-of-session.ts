import type { Role } from '#domain/access/permission';
import type { Actor } from '#server/actor';
import type { Context } from '#server/context';
import { hashOfOpaqueToken } from '#server/identity/opaque-token';
import { givenCookie } from './cookies.ts';
import type { Client } from './request-client.ts';

/** A session ends when it has not been used for this long. */
const IDLE_MS_MAX = 28_800_000;
/** The precision of the time of last use. */
const SEEN_STEP_MS = 60_000;

type StaffActor = Extract<Actor, { kind: 'staff' }>;
export type LiveSession = { actor: StaffActor; sessionId: string };

/**
 * Returns the person whose session the request came with, or null if there is no session, it has ended, or the person was
 * deactivated. Reads the database each time, so that a session that is ended has no effect from then on.
 */
export async function staffOfSession(ctx: Context, client: Client): Promise<LiveSession | null> {
  const tokenHash = hashOfOpaqueToken(givenCookie(ctx, client, 'session') ?? '');
  if (!tokenHash) return null;
  const found = await ctx.prisma.staffSession.findFirst({
    where: { tokenHash, awaitsCode: false, staff: { deactivatedAt: null } },
    select: {
      id: true,
      lastSeenAt: true,
      expiresAt: true,
      staff: { select: { id: true, name: true, role: true } },
    },
  });
  if (!found) return null;
  const now = ctx.clock.now();
  const { id: sessionId, lastSeenAt, expiresAt, staff } = found;
  if (expiresAt.getTime() <= now || lastSeenAt.getTime() + IDLE_MS_MAX <= now) {
    await ctx.prisma.staffSession.deleteMany({ where: { id: sessionId } });
    return null;
  }
  if (now - lastSeenAt.getTime() >= SEEN_STEP_MS)
    await ctx.prisma.staffSession.updateMany({ where: { id: sessionId }, data: { lastSeenAt: new Date(now) } });
  return { sessionId, actor: { kind: 'staff', ...staff, role: staff.role as Role } }; // the database checks the role
}
