import { type ActingContext, authorize } from '#server/actor';
import { type CreateToken, writeToken } from '#server/identity/tokens/write-token';

/**
 * Creates a token. Its text is returned once and never stored. A token for probes belongs to a source, which is created
 * as an agent if it is new. A token for pings needs a heartbeat that exists. Any other token acts as staff do. Errors:
 * forbidden, invalid_input.
 */
export async function createToken(ctx: ActingContext, input: CreateToken): Promise<{ id: number; text: string }> {
  authorize(ctx, 'token:write');
  return ctx.prisma.$transaction((tx) => writeToken(ctx, tx, input));
}
