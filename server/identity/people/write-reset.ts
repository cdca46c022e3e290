import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { newOpaqueToken } from '#server/identity/opaque-token';

const LINK_MS_MAX = 1_800_000;

/** Creates a link for a new password, which is valid for half an hour, audited. Deletes links that have expired. */
export async function writeReset(
  ctx: ActingContext,
  { staffId, clearsSecondFactor }: { staffId: string; clearsSecondFactor: boolean },
): Promise<{ link: string; expiresAt: number }> {
  const { text, hash } = newOpaqueToken(ctx.random);
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
