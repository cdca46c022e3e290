import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';

/** Ends a token, named by its id or prefix; processes that remember it let go within two seconds. Errors: not_found. */
export async function revokeToken(ctx: Pick<Context, 'prisma' | 'clock'>, named: string): Promise<void> {
  const where = { revokedAt: null, OR: [{ prefix: named }, ...(/^\d{1,9}$/.test(named) ? [{ id: Number(named) }] : [])] };
  const { count } = await ctx.prisma.token.updateMany({ where, data: { revokedAt: new Date(ctx.clock.now()) } });
  if (count === 0) throw new AppError('not_found', `There is no valid token "${named}": see token list.`);
}
