import { type Action, demandOf, may, type Role, type Scope, scopesAllow } from '#domain/access/permission';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

/** An actor: a member of staff, the holder of a token, or a part of Candor. */
export type Actor =
  | { kind: 'staff'; id: string; name: string; role: Role }
  | { kind: 'token'; id: number; scopes: readonly Scope[] }
  | { kind: 'system'; name: string };

/** The context of a verb, with its actor. */
export type ActingContext = Context & { actor: Actor };
/** What writing a change of an incident needs, also in the evaluation thread, which has no more of the context. */
export type WritingContext = Pick<ActingContext, 'actor' | 'clock' | 'random' | 'log'>;

function isAllowed(actor: Actor, action: Action): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'staff' ? may(actor.role, action) : scopesAllow(actor.scopes, action);
}

/** Returns a sentence on what an actor lacks for an action, and what to do about it. */
function refusal(actor: Actor, action: Action): string {
  const { role, scope } = demandOf(action);
  if (actor.kind === 'staff')
    return `This requires the role ${role}. Your role is ${actor.role}. Ask an admin to change it.`;
  if (scope === null) return `Tokens can't be used for this. Sign in to the console with the role ${role}.`;
  return `This token lacks the scope ${scope}. Create a token with that scope.`;
}

/** Checks that the actor may perform the action. Every verb calls it first. Errors: forbidden. */
export function authorize({ actor }: { actor: Actor }, action: Action): void {
  if (!isAllowed(actor, action)) throw new AppError('forbidden', refusal(actor, action));
}
