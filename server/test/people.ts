import type { Role } from '#domain/access/permission';
import type { ActingContext, Actor } from '#server/actor';
import type { Context } from '#server/context';
import { createPerson } from '#server/identity/people/create-person';
import { hashPassword } from '#server/identity/sign-in/password-hash';

const person = (id: string, name: string, role: Role): Actor => ({ kind: 'staff', id, name, role });

export const ADA = person('ada', 'Ada Admin', 'admin');
export const ED = person('ed', 'Ed Editor', 'editor');
export const CORY = person('cory', 'Cory Communicator', 'communicator');
export const VERA = person('vera', 'Vera Viewer', 'viewer');

/** Returns the context of an acting person. */
export function as(ctx: Context, actor: Actor): ActingContext {
  return { ...ctx, actor };
}

export const PASSWORD = 'correct horse battery';

/** Writes a person who can sign in with PASSWORD, without an invitation. */
export async function plantPerson(
  ctx: Context,
  name: string,
  role: Role,
  local = name.split(' ')[0]?.toLowerCase(),
): Promise<{ id: string; email: string }> {
  const email = `${local}@status.example`;
  passwordHash ??= hashPassword(PASSWORD, ctx.passwordLog2Cost);
  const hash = await passwordHash;
  return {
    id: await ctx.prisma.$transaction((tx) => createPerson(tx, ctx, { email, name, role, passwordHash: hash })),
    email,
  };
}

let passwordHash: Promise<string> | null = null;
