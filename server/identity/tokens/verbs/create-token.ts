import { type ActingContext, authorize } from '#server/actor';
import { type CreateToken, writeToken } from '#server/identity/tokens/write-token';

/**
 * Makes a token; the text is returned once and never stored. One for probes is for a source, which is made as an agent where it is new, but for
 * pings: those need to know what they stand for. One with other scopes stands for what staff do. Errors: forbidden, invalid_input.
 */
export async function createToken(ctx: ActingContext, input: CreateToken): Promise<{ id: number; text: string }> {
  authorize(ctx, 'token:write');
  return ctx.prisma.$transaction((tx) => writeToken(ctx, tx, input));
}
