import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
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

/** Whose sessions an acting person may see and end alone. Errors: forbidden for whoever is no person. */
function selfOf({ actor }: ActingContext): string {
  if (actor.kind !== 'staff') throw new AppError('forbidden', 'Only a person has sessions.');
  return actor.id;
}

/** The sessions of whoever asks, newest first. Errors: forbidden. */
export async function ownSessions(ctx: ActingContext): Promise<Session[]> {
  authorize(ctx, 'account:write');
  const found = await ctx.prisma.staffSession.findMany({
    where: { staffId: selfOf(ctx), expiresAt: { gt: new Date(ctx.clock.now()) } },
    orderBy: { createdAt: 'desc' },
    take: SESSIONS_MAX,
    select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, ipAddress: true, userAgent: true },
  });
  return found.map((s) => ({
    id: s.id,
    startedAt: s.createdAt.getTime(),
    lastSeenAt: s.lastSeenAt.getTime(),
    endsAt: s.expiresAt.getTime(),
    address: s.ipAddress ?? '',
    browser: s.userAgent ?? '',
  }));
}

/** Ends one session of one's own. Errors: forbidden, invalid_input, not_found. */
export async function endOwnSession(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'account:write');
  const staffId = selfOf(ctx);
  const { id: sessionId } = parseInput(z.strictObject({ id }), input);
  await ctx.prisma.$transaction(async (tx) => {
    const { count } = await tx.staffSession.deleteMany({ where: { id: sessionId, staffId } });
    if (count === 0) throw new AppError('not_found', 'There is no such session.');
    await appendAudit(tx, ctx, {
      action: 'session:end',
      object: { kind: 'staff', id: staffId },
      before: { sessions: count },
      after: null,
    });
  });
}

/** Ends all sessions of a person. Errors: forbidden, invalid_input, not_found. */
export async function endSessionsOf(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id: staffId } = parseInput(z.strictObject({ id }), input);
  await ctx.prisma.$transaction(async (tx) => {
    if ((await tx.staff.count({ where: { id: staffId } })) === 0)
      throw new AppError('not_found', 'There is no such person.');
    const { count } = await tx.staffSession.deleteMany({ where: { staffId } });
    await appendAudit(tx, ctx, {
      action: 'session:end',
      object: { kind: 'staff', id: staffId },
      before: { sessions: count },
      after: null,
    });
  });
}
