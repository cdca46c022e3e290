import { z } from 'zod';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { newToken, SCOPES, type Scope } from './token.ts';

const plainText = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'must be 1 to 100 characters without control characters');

const inputSchema = z.strictObject({
  scopes: z.array(z.enum(SCOPES)).min(1),
  source: plainText,
  name: plainText.optional(),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});

export type CreateToken = z.input<typeof inputSchema>;

type Tables = Pick<Context['prisma'], 'source' | 'token'>;
type Writing = Pick<Context, 'clock' | 'random'> & { prisma: Tables };

/** Writes a token, and its source where that is new, within a transaction of the caller's. Errors: invalid_input. */
export async function writeToken({ prisma, clock, random }: Writing, input: CreateToken): Promise<{ id: number; text: string }> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success)
    throw new AppError('invalid_input', `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}. Scopes are ${SCOPES.join(', ')}.`);
  const { source: sourceName, name, expiresInDays } = parsed.data;
  const scopes = [...new Set(parsed.data.scopes)];
  const createdAt = new Date(clock.now());
  const { text, prefix, hash } = newToken(random);
  const expiresAt = expiresInDays ? new Date(createdAt.getTime() + expiresInDays * 86_400_000) : null;
  const sourceId = await sourceFor(prisma, sourceName, scopes, createdAt);
  const data = { name: name ?? sourceName, prefix, hash: new Uint8Array(hash), scopes, sourceId, createdAt, expiresAt };
  const { id } = await prisma.token.create({ data, select: { id: true } });
  return { id, text };
}

/** The source that a token with these scopes may be for. */
async function sourceFor(db: Tables, name: string, scopes: readonly Scope[], createdAt: Date): Promise<number> {
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
