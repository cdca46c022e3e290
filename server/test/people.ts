import type { Role } from '#domain/permission';
import type { ActingContext, Actor } from '../actor.ts';
import type { Context } from '../context.ts';

const person = (id: string, name: string, role: Role): Actor => ({ kind: 'staff', id, name, role });

export const ADA = person('ada', 'Ada Admin', 'admin');
export const ED = person('ed', 'Ed Editor', 'editor');
export const CORY = person('cory', 'Cory Communicator', 'communicator');
export const VERA = person('vera', 'Vera Viewer', 'viewer');

/** The world as somebody acts on it. */
export function as(ctx: Context, actor: Actor): ActingContext {
  return { ...ctx, actor };
}
