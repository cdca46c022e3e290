import { faultOwner } from '#server/db/sql-fault';

/** Extra statements that a delivery may cost to find the values that cannot be stored; beyond that, the rest is refused together. */
const TRIES_MAX = 200;

type Store<T, R> = (items: readonly T[]) => Promise<R>;
type Stored<R> = { results: { offset: number; result: R }[]; refused: number[] };

/**
 * Stores items by one statement. Where the database refuses a value, it halves the items until only the unstorable ones are left. Returns
 * the result of each part with the index of its first item, and the indexes of the refused items. Throws any other error.
 */
export async function storeApart<T, R>(items: readonly T[], store: Store<T, R>): Promise<Stored<R>> {
  const stored: Stored<R> = { results: [], refused: [] };
  const parts = [{ offset: 0, items }];
  for (let tries = 0; parts.length > 0; tries++) {
    const part = parts.pop() as (typeof parts)[number];
    try {
      stored.results.push({ offset: part.offset, result: await store(part.items) });
    } catch (error) {
      if (faultOwner(error) !== 'sender') throw error;
      if (part.items.length === 1 || tries >= TRIES_MAX)
        stored.refused.push(...part.items.map((_, i) => part.offset + i));
      else {
        const half = Math.ceil(part.items.length / 2);
        parts.push(
          { offset: part.offset + half, items: part.items.slice(half) },
          { offset: part.offset, items: part.items.slice(0, half) },
        );
      }
    }
  }
  return stored;
}
