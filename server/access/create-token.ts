import { z } from 'zod';
import { isProbeScope, SCOPES, type Scope } from '#domain/permission';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { newToken } from './token.ts';

const plainText = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'must be 1 to 100 characters without control characters');

const inputSchema = z.strictObject({
  scopes: z.array(z.enum(SCOPES.filter(isProbeScope))).min(1),
  source: plainText,
  name: plainText.optional(),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});

export type CreateToken = z.input<typeof inputSchema>;

/**
 * Makes a token for a source; the text is returned once and never stored. A source that is new is made as an agent, but for pings: those need
 * to know what they stand for. Errors: invalid_input.
 */
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
    const sourceId = await sourceFor(db, sourceName, scopes, createdAt);
    const data = { name: name ?? sourceName, prefix, hash: new Uint8Array(hash), scopes, sourceId, createdAt, expiresAt };
    const { id } = await db.token.create({ data, select: { id: true } });
    return { id, text };
  });
}

type Sources = Pick<Context['prisma'], 'source'>;

/** The source that a token with these scopes may be for. */
async function sourceFor(db: Sources, name: string, scopes: readonly Scope[], createdAt: Date): Promise<number> {
  const isPing = scopes.includes('probes:ping');
  if (isPing && scopes.length > 1) throw new AppError('invalid_input', 'scopes: probes:ping stands alone, because its token is part of an address.');
  if (!isPing) await db.source.createMany({ data: [{ name, createdAt }], skipDuplicates: true }); // an upsert fails where two make one source at once
  const source = await db.source.findUnique({ where: { name }, select: { id: true, kind: true, componentId: true } });
  if (isPing && (source?.kind !== 'heartbeat' || source.componentId === null))
    throw new AppError(
      'invalid_input',
      `source: probes:ping needs a heartbeat, and "${name}" is none: describe it under sources in a file (kind: heartbeat, with component, instance, intervalSeconds and graceSeconds), apply that with "catalog apply", then make the token.`,
    );
  if (!isPing && source?.kind === 'heartbeat') throw new AppError('invalid_input', `source: "${name}" is a heartbeat: its token has the scope probes:ping.`);
  return (source as { id: number }).id; // made above, or checked
}
