import type { ActingContext } from '../actor.ts';

/** Who a row was written by, by pseudonym. */
export function authorOf({ actor }: Pick<ActingContext, 'actor'>): { authorKind: string; authorId: string } {
  return { authorKind: actor.kind, authorId: actor.kind === 'system' ? actor.name : String(actor.id) };
}
