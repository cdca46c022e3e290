import type { Prisma } from '#prisma';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { hashOfOpaqueToken, newOpaqueToken } from '#server/identity/opaque-token';
import type { LockedStaff } from '#server/identity/sql/lock-staff';
import { type Cookie, givenCookie, newCookie, removedCookie } from './cookies.ts';
import type { Client } from './request-client.ts';

/** A session ends this long after it began, even while it is used. */
const SESSION_S_MAX = 86_400;
/** A code must follow the password within this time. */
const CODE_WAIT_S_MAX = 600;
const ID_BYTES = 12;
const USER_AGENT_LENGTH_MAX = 300;

type Tx = Prisma.TransactionClient;
type How = 'password' | 'totp' | 'recovery_code' | 'oidc';

/**
 * Creates a session of a person whose row the transaction has locked, audited. Ends the session that the browser had
 * before, whose cookie the new one replaces, and deletes the person's expired sessions. Returns the cookies.
 */
export async function beginSession(
  tx: Tx,
  ctx: Context,
  client: Client,
  { staff: { id, name, role }, how }: { staff: LockedStaff; how: How },
): Promise<Cookie[]> {
  const audited = { ...ctx, actor: { kind: 'staff', id, name, role } as const };
  await tx.staffSession.deleteMany({ where: { staffId: id, expiresAt: { lte: new Date(ctx.clock.now()) } } });
  const replaced = await deleteSessionOf(tx, ctx, client);
  const token = await insertSession(tx, ctx, client, { staffId: id, awaitsCode: false });
  if (replaced)
    await appendAudit(tx, audited, {
      action: 'session:end',
      object: { kind: 'staff', id: replaced.staffId },
      before: { sessions: 1 },
      after: null,
    });
  await appendAudit(tx, audited, {
    action: 'session:begin',
    object: { kind: 'staff', id },
    before: null,
    after: { how },
  });
  return [newCookie(ctx, 'session', token, SESSION_S_MAX), removedCookie(ctx, 'second_factor')];
}

/** Notes that a person has given the password and that the code of the second factor is missing. Returns the cookie. */
export async function awaitCode(tx: Tx, ctx: Context, client: Client, staffId: string): Promise<Cookie> {
  const token = await insertSession(tx, ctx, client, { staffId, awaitsCode: true });
  return newCookie(ctx, 'second_factor', token, CODE_WAIT_S_MAX);
}

/** Deletes the session of the browser. Returns whose it was, or null if there was none or it had expired. */
async function deleteSessionOf(tx: Tx, ctx: Context, client: Client): Promise<{ staffId: string } | null> {
  const tokenHash = hashOfOpaqueToken(givenCookie(ctx, client, 'session') ?? '');
  if (!tokenHash) return null;
  const where = { tokenHash, awaitsCode: false, expiresAt: { gt: new Date(ctx.clock.now()) } };
  const found = await tx.staffSession.findFirst({ where, select: { staffId: true } });
  const { count } = await tx.staffSession.deleteMany({ where });
  return count === 1 ? found : null;
}

async function insertSession(
  tx: Tx,
  ctx: Context,
  { headers, address }: Client,
  row: { staffId: string; awaitsCode: boolean },
): Promise<string> {
  const { text, hash } = newOpaqueToken(ctx.random);
  const now = ctx.clock.now();
  const lastsMs = (row.awaitsCode ? CODE_WAIT_S_MAX : SESSION_S_MAX) * 1_000;
  await tx.staffSession.create({
    data: {
      ...row,
      id: ctx.random.bytes(ID_BYTES).toString('hex'),
      tokenHash: hash,
      expiresAt: new Date(now + lastsMs),
      lastSeenAt: new Date(now),
      ipAddress: address,
      userAgent: (headers.get('user-agent') ?? '').slice(0, USER_AGENT_LENGTH_MAX),
      createdAt: new Date(now),
    },
    select: { id: true },
  });
  return text;
}
