import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { lockStaff } from '#server/identity/sql/lock-staff';
import { textLine } from '#server/markdown/plain-text';

const SESSIONS_MAX = 100;
const id = textLine(64).min(1);

export type Session = {
  id: string;
  startedAt: number;
  lastSeenAt: number;
  endsAt: number;
  address: string;
  browser: string;
};

/** Returns the id of the acting person, who may only see and end their own sessions. Errors: forbidden for tokens. */
function selfOf({ actor }: ActingContext): string {
  if (actor.kind !== 'staff') throw new AppError('forbidden', 'API tokens have no sessions. Sign in to the console.');
  return actor.id;
}

/** Returns the sessions of the acting person, newest first. Errors: forbidden. */
export async function ownSessions(ctx: ActingContext): Promise<Session[]> {
  authorize(ctx, 'account:write');
  const found = await ctx.prisma.staffSession.findMany({
    where: { staffId: selfOf(ctx), awaitsCode: false, expiresAt: { gt: new Date(ctx.clock.now()) } },
    orderBy: { createdAt: 'desc' },
    take: SESSIONS_MAX,
    select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, ipAddress: true, userAgent: true },
  });
  return found.map((s) => ({
    id: s.id,
    startedAt: s.createdAt.getTime(),
    lastSeenAt: s.lastSeenAt.getTime(),
    endsAt: s.expiresAt.getTime(),
    address: s.ipAddress,
    browser: s.userAgent,
  }));
}

/** Ends one session of the acting person. Errors: forbidden, invalid_input, not_found. */
export async function endOwnSession(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'account:write');
  const staffId = selfOf(ctx);
  const { id: sessionId } = parseInput(z.strictObject({ id }), input);
  await ctx.prisma.$transaction(async (tx) => {
    const { count } = await tx.staffSession.deleteMany({ where: { id: sessionId, staffId, awaitsCode: false } });
    if (count === 0) throw new AppError('not_found', 'Session not found. It may have ended already.');
    await appendAudit(tx, ctx, {
      action: 'session:end',
      object: { kind: 'staff', id: staffId },
      before: { sessions: count },
      after: null,
    });
  });
}

/** Ends all sessions of a person, and their sign-ins that await a code. Errors: forbidden, invalid_input, not_found. */
export async function endSessionsOf(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id: staffId } = parseInput(z.strictObject({ id }), input);
  await ctx.prisma.$transaction(async (tx) => {
    await lockStaff(tx, staffId);
    await tx.staffSession.deleteMany({ where: { staffId, awaitsCode: true } });
    const { count } = await tx.staffSession.deleteMany({ where: { staffId } });
    await appendAudit(tx, ctx, {
      action: 'session:end',
      object: { kind: 'staff', id: staffId },
      before: { sessions: count },
      after: null,
    });
  });
}
