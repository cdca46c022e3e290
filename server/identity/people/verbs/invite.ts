import { z } from 'zod';
import { ROLES, type Role } from '#domain/access/permission';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { readBrand } from '#server/catalog/reads/read-brand';
import { AppError } from '#server/errors';
import { newOpaqueToken } from '#server/identity/opaque-token';
import { invitationMail } from '#server/identity/people/invitation-mail';
import { parseInput } from '#server/identity/people/parse-input';
import { emailAddress } from '#server/identity/sign-in/password-schema';

const LINK_MS_MAX = 3 * 86_400_000;
const inputSchema = z.strictObject({ email: emailAddress, role: z.enum(ROLES) });

/** Creates an invitation link for an address and voids earlier ones, audited. Errors: forbidden, invalid_input. */
export async function createInvitation(
  ctx: ActingContext,
  input: unknown,
): Promise<{ email: string; role: Role; link: string; expiresAt: number }> {
  authorize(ctx, 'staff:write');
  const { email, role } = parseInput(inputSchema, input);
  const { text, hash } = newOpaqueToken(ctx.random);
  const now = ctx.clock.now();
  const expiresAt = now + LINK_MS_MAX;
  await ctx.prisma.$transaction(async (tx) => {
    if ((await tx.staff.count({ where: { email } })) > 0)
      throw new AppError('invalid_input', 'email: a staff account with this address already exists.');
    const older = await tx.invitation.findMany({ where: { email, usedAt: null }, select: { id: true, role: true } });
    await tx.invitation.deleteMany({ where: { id: { in: older.map((one) => one.id) } } });
    for (const one of older)
      await appendAudit(tx, ctx, {
        action: 'invitation:void',
        object: { kind: 'invitation', id: one.id },
        before: { role: one.role },
        after: null,
      });
    const data = {
      kind: 'invitation',
      email,
      role,
      tokenHash: hash,
      createdAt: new Date(now),
      expiresAt: new Date(expiresAt),
    };
    const { id } = await tx.invitation.create({ data, select: { id: true } });
    await appendAudit(tx, ctx, {
      action: 'invitation:create',
      object: { kind: 'invitation', id },
      before: null,
      after: { role },
    });
  });
  return { email, role, link: `${ctx.publicOrigin}/invitation/${text}`, expiresAt };
}

/**
 * Invites a person by mail. `link` is null unless mail is only written to a folder and the admin must pass the link on.
 * Errors: forbidden, invalid_input, and mail_failed, after which the invitation can be repeated.
 */
export async function invite(ctx: ActingContext, input: unknown): Promise<{ email: string; link: string | null }> {
  const invitation = await createInvitation(ctx, input);
  const inviter = ctx.actor.kind === 'staff' ? ctx.actor.name : null;
  await ctx.mail.send(invitationMail({ ...invitation, inviter }, await readBrand(ctx)));
  return { email: invitation.email, link: ctx.mail.isFolder ? invitation.link : null };
}
