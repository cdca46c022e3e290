import { z } from 'zod';
import { isProbeScope, SCOPES, type Scope } from '#domain/access/permission';
import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { linePattern } from '#server/markdown/plain-text';
import { newToken } from './token.ts';

const plainText = z.string().regex(linePattern(1, 100), 'must be 1 to 100 characters without control characters');

const inputSchema = z.strictObject({
  scopes: z.array(z.enum(SCOPES)).min(1),
  source: plainText.optional(),
  name: plainText.optional(),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});

export type CreateToken = z.input<typeof inputSchema>;

export type TokenTransaction = Parameters<Parameters<Context['prisma']['$transaction']>[0]>[0];

/** Makes a token within a transaction; see createToken. Errors: invalid_input. */
export async function writeToken(
  ctx: ActingContext,
  tx: TokenTransaction,
  input: CreateToken,
): Promise<{ id: number; text: string }> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success)
    throw new AppError(
      'invalid_input',
      `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}. Scopes are ${SCOPES.join(', ')}.`,
    );
  const { source, expiresInDays } = parsed.data;
  const scopes = [...new Set(parsed.data.scopes)];
  const name = parsed.data.name ?? source;
  checkKind(scopes, source, name);
  const createdAt = new Date(ctx.clock.now());
  const { text, prefix, hash } = newToken(ctx.random);
  const expiresAt = expiresInDays ? new Date(createdAt.getTime() + expiresInDays * 86_400_000) : null;
  const sourceId = source === undefined ? null : await sourceFor(tx, source, scopes, createdAt);
  const data = { name: name as string, prefix, hash: new Uint8Array(hash), scopes, sourceId, createdAt, expiresAt }; // checked above
  const { id } = await tx.token.create({ data, select: { id: true } });
  await appendAudit(tx, ctx, {
    action: 'token:create',
    object: { kind: 'token', id },
    before: null,
    after: { prefix, scopes, sourceId, expiresAt },
  });
  return { id, text };
}

/** A token is for probes or for what staff do, never for both: whoever can send probes must not be able to explain them away. */
function checkKind(scopes: readonly Scope[], source: string | undefined, name: string | undefined): void {
  const forProbes = scopes.filter(isProbeScope).length;
  if (forProbes > 0 && forProbes < scopes.length)
    throw new AppError('invalid_input', 'scopes: those for probes and the others need a token each.');
  if (forProbes > 0 && source === undefined)
    throw new AppError('invalid_input', 'source: a token for probes is for one source.');
  if (forProbes === 0 && source !== undefined)
    throw new AppError('invalid_input', 'source: only a token for probes is for a source.');
  if (name === undefined) throw new AppError('invalid_input', 'name: say what the token is for.');
}

type Sources = Pick<Context['prisma'], 'source'>;

/** The source that a token with these scopes may be for. */
async function sourceFor(db: Sources, name: string, scopes: readonly Scope[], createdAt: Date): Promise<number> {
  const isPing = scopes.includes('probes:ping');
  if (isPing && scopes.length > 1)
    throw new AppError('invalid_input', 'scopes: probes:ping stands alone, because its token is part of an address.');
  if (!isPing) await db.source.createMany({ data: [{ name, createdAt }], skipDuplicates: true }); // an upsert fails where two make one source at once
  const source = await db.source.findUnique({ where: { name }, select: { id: true, kind: true, componentId: true } });
  if (isPing && (source?.kind !== 'heartbeat' || source.componentId === null))
    throw new AppError(
      'invalid_input',
      `source: probes:ping needs a heartbeat, and "${name}" is none: describe it under sources in a file (kind: heartbeat, with component, instance, intervalSeconds and graceSeconds), apply that with "catalog apply", then make the token.`,
    );
  if (!isPing && source?.kind === 'heartbeat')
    throw new AppError('invalid_input', `source: "${name}" is a heartbeat: its token has the scope probes:ping.`);
  return (source as { id: number }).id; // made above, or checked
}
