import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { newLinkToken } from './link-token.ts';

const LINK_MS_MAX = 1_800_000;

/** Makes a link by which a person of staff chooses a new password, for half an hour; forgets those that are too old. */
export async function writeReset(
  ctx: ActingContext,
  { staffId, clearsSecondFactor }: { staffId: string; clearsSecondFactor: boolean },
): Promise<{ link: string; expiresAt: number }> {
  const { text, hash } = newLinkToken(ctx.random);
  const now = ctx.clock.now();
  const expiresAt = now + LINK_MS_MAX;
  await ctx.prisma.$transaction(async (tx) => {
    await tx.accessReset.deleteMany({ where: { expiresAt: { lte: new Date(now) } } });
    const data = {
      staffId,
      clearsSecondFactor,
      tokenHash: hash,
      createdAt: new Date(now),
      expiresAt: new Date(expiresAt),
    };
    await tx.accessReset.create({ data, select: { id: true } });
    await appendAudit(tx, ctx, {
      action: 'reset:create',
      object: { kind: 'staff', id: staffId },
      before: null,
      after: { clearsSecondFactor },
    });
  });
  return { link: `${ctx.publicOrigin}/reset/${text}`, expiresAt };
}
