import type { Context } from '../context.ts';
import { type CreateToken, writeToken } from './write-token.ts';

/**
 * Makes a token for a source; the text is returned once and never stored. A source that is new is made as an agent, but for pings: those need
 * to know what they stand for. Errors: invalid_input.
 */
export function createToken(ctx: Pick<Context, 'prisma' | 'clock' | 'random'>, input: CreateToken): Promise<{ id: number; text: string }> {
  return ctx.prisma.$transaction((db) => writeToken({ ...ctx, prisma: db }, input));
}
