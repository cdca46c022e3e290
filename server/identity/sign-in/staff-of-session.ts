import type { Role } from '#domain/access/permission';
import type { Actor } from '#server/actor';
import type { Context } from '#server/context';
import { authOf } from './auth.ts';
import type { Visit } from './visit.ts';

/** A session ends when nothing was asked in it for this long. */
const IDLE_MS_MAX = 28_800_000;
/** How exactly is known when a session was used last. */
const SEEN_STEP_MS = 60_000;

type StaffActor = Extract<Actor, { kind: 'staff' }>;
export type LiveSession = { actor: StaffActor; sessionId: string };

/**
 * Who asks, by the cookie of the session; null for nobody: no session, one that has ended, or a person who is no longer staff. Asks the
 * database each time, so that what ends a session ends it at once.
 */
export async function staffOfSession(ctx: Context, visit: Visit): Promise<LiveSession | null> {
  const auth = await authOf(ctx);
  const found = await auth.api.getSession({
    headers: visit.headers,
    query: { disableCookieCache: true, disableRefresh: true },
  });
  if (!found || found.user.deactivatedAt) return null;
  const now = ctx.clock.now();
  const { id, lastSeenAt, expiresAt } = found.session;
  if (expiresAt.getTime() <= now || lastSeenAt.getTime() + IDLE_MS_MAX <= now) {
    await ctx.prisma.staffSession.deleteMany({ where: { id } });
    return null;
  }
  if (now - lastSeenAt.getTime() >= SEEN_STEP_MS)
    await ctx.prisma.staffSession.updateMany({ where: { id }, data: { lastSeenAt: new Date(now) } });
  const { user } = found;
  return { sessionId: id, actor: { kind: 'staff', id: user.id, name: user.name, role: user.role as Role } }; // the database checks the role
}
