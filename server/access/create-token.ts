import { z } from 'zod';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { newToken, SCOPES } from './token.ts';

const plainText = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'must be 1 to 100 characters without control characters');

const inputSchema = z.strictObject({
  scopes: z.array(z.enum(SCOPES)).min(1),
  source: plainText,
  name: plainText.optional(),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});

export type CreateToken = z.input<typeof inputSchema>;

/** Makes a token for a source, and the source where it is new; the text is returned once and never stored. Errors: invalid_input. */
export async function createToken(ctx: Pick<Context, 'prisma' | 'clock' | 'random'>, input: CreateToken): Promise<{ id: number; text: string }> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success)
    throw new AppError('invalid_input', `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}. Scopes are ${SCOPES.join(', ')}.`);
  const { source: sourceName, name, expiresInDays } = parsed.data;
  const scopes = [...new Set(parsed.data.scopes)];
  const createdAt = new Date(ctx.clock.now());
  const { text, prefix, hash } = newToken(ctx.random);
  const expiresAt = expiresInDays ? new Date(createdAt.getTime() + expiresInDays * 86_400_000) : null;
  return ctx.prisma.$transaction(async (db) => {
    await db.source.createMany({ data: [{ name: sourceName, createdAt }], skipDuplicates: true }); // an upsert fails where two make one source at once
    const source = await db.source.findUniqueOrThrow({ where: { name: sourceName }, select: { id: true } });
    const data = { name: name ?? sourceName, prefix, hash: new Uint8Array(hash), scopes, sourceId: source.id, createdAt, expiresAt };
    const { id } = await db.token.create({ data, select: { id: true } });
    return { id, text };
  });
}
