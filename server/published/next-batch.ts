/** Addresses by the reason for which they are rendered, each in order of urgency. `changed`: live ones that a change has made untrue. */
export type Waiting = Record<'changed' | 'requested' | 'due' | 'others', readonly string[]>;

/**
 * Returns up to `size` (at least 3) addresses to render next. Changes of live pages come first, but each batch has room for a request and for an address that
 * waits for another reason, so that many changes or requests never stop the rest.
 */
export function nextBatch({ changed, requested, due, others }: Waiting, size: number): string[] {
  const isChanged = new Set(changed);
  const rest = [...due, ...others].filter((key) => !isChanged.has(key));
  const first = [...changed.slice(0, size - 2), ...requested.slice(0, 1), ...rest.slice(0, 1)];
  return [...new Set([...first, ...changed, ...requested, ...rest])].slice(0, size);
}
