type Query = { q?: string | undefined; component?: string | null; day?: string; month?: string | null; page?: number };

/** Returns the address of a list of incidents. A first page has no number. */
export function historyAddress({ q, component, day, month, page = 1 }: Query): string {
  const query = new URLSearchParams(
    Object.entries({ q, component, day, month, page: page === 1 ? null : String(page) }).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );
  return query.size === 0 ? '/history' : `/history?${query}`;
}
