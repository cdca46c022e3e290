import type { ActingContext } from '#server/actor';

export type Author = { authorKind: string; authorId: string };

/** Returns the author of a row as a pseudonym. */
export function authorOf({ actor }: Pick<ActingContext, 'actor'>): Author {
  return { authorKind: actor.kind, authorId: actor.kind === 'system' ? actor.name : String(actor.id) };
}
