import { type Action, may, type Role, type Scope, scopesAllow } from '#domain/permission';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

/** Who acts: a person of staff, whoever holds a token, or a part of Candor. */
export type Actor =
  | { kind: 'staff'; id: string; name: string; role: Role }
  | { kind: 'token'; id: number; scopes: readonly Scope[] }
  | { kind: 'system'; name: string };

/** What a verb gets: the world, and who wants it changed. */
export type ActingContext = Context & { actor: Actor };

function isAllowed(actor: Actor, action: Action): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'staff' ? may(actor.role, action) : scopesAllow(actor.scopes, action);
}

/** The first line of every verb. Errors: forbidden. */
export function authorize({ actor }: { actor: Actor }, action: Action): void {
  if (!isAllowed(actor, action)) throw new AppError('forbidden', 'Your role, or the scopes of your token, do not allow this.');
}
