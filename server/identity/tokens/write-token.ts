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

/** Creates a token within a transaction, audited; see createToken. Errors: invalid_input. */
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

/** Refuses a token that has scopes for probes and others: a sender of probes must not be able to change what is published about them. */
function checkKind(scopes: readonly Scope[], source: string | undefined, name: string | undefined): void {
  const forProbes = scopes.filter(isProbeScope).length;
  if (forProbes > 0 && forProbes < scopes.length)
    throw new AppError('invalid_input', 'scopes: must not mix probes:* with other scopes. Create separate tokens.');
  if (forProbes > 0 && source === undefined)
    throw new AppError('invalid_input', 'source: is required for probes:* scopes.');
  if (forProbes === 0 && source !== undefined)
    throw new AppError('invalid_input', 'source: is only allowed with probes:* scopes.');
  if (name === undefined) throw new AppError('invalid_input', 'name: is required. Describe what the token is for.');
}

type Sources = Pick<Context['prisma'], 'source'>;

/** Returns the id of the source, creating an agent if it is new. Errors: invalid_input. */
async function sourceFor(db: Sources, name: string, scopes: readonly Scope[], createdAt: Date): Promise<number> {
  const isPing = scopes.includes('probes:ping');
  if (isPing && scopes.length > 1)
    throw new AppError(
      'invalid_input',
      'scopes: probes:ping must be the only scope, because its token is part of a URL.',
    );
  if (!isPing) await db.source.createMany({ data: [{ name, createdAt }], skipDuplicates: true }); // an upsert fails if two create the same source at once
  const source = await db.source.findUnique({ where: { name }, select: { id: true, kind: true, componentId: true } });
  if (isPing && (source?.kind !== 'heartbeat' || source.componentId === null))
    throw new AppError(
      'invalid_input',
      `source: probes:ping needs a heartbeat, and "${name}" is not one. Add it under sources in a catalogue file (kind: heartbeat, with component, instance, intervalSeconds and graceSeconds), run "catalog apply", then create the token.`,
    );
  if (!isPing && source?.kind === 'heartbeat')
    throw new AppError('invalid_input', `source: "${name}" is a heartbeat. Its token must have the scope probes:ping.`);
  return (source as { id: number }).id; // created above, or checked
}
