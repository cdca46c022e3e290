/** The result for a row of an import. `unsubscribed`: its owner has unsubscribed or the address is suppressed, so it is not added. */
export type ImportResult = 'new' | 'subscribed' | 'unsubscribed' | 'invalid';
/** `row`: the line of the file, with the header as 1. `detail`: what is wrong, or null. */
export type ImportLine = {
  row: number;
  channel: string;
  address: string;
  components: string;
  result: ImportResult;
  detail: string | null;
};
/** A row as it was read: `key` identifies its subscription, `fault` says what is wrong with it. */
export type ReadRow = Pick<ImportLine, 'row' | 'channel' | 'address' | 'components'> &
  ({ key: string; fault: null } | { key: null; fault: string });
/** `left`: why an address is not added, by key. */
type Known = { subscribed: ReadonlySet<string>; left: ReadonlyMap<string, string> };

/** Decides the result for each row of an import. An address that is listed again counts as subscribed. */
export function planImport(rows: readonly ReadRow[], { subscribed, left }: Known): ImportLine[] {
  const seen = new Set<string>();
  return rows.map(({ key, fault, ...shown }) => {
    if (key === null) return { ...shown, result: 'invalid', detail: fault };
    const isRepeat = seen.has(key);
    seen.add(key);
    if (isRepeat || subscribed.has(key)) return { ...shown, result: 'subscribed', detail: null };
    const reason = left.get(key);
    return reason === undefined
      ? { ...shown, result: 'new', detail: null }
      : { ...shown, result: 'unsubscribed', detail: reason };
  });
}

/** Counts the rows of a plan by result. */
export function countImport(lines: readonly ImportLine[]): Record<ImportResult, number> {
  const counts = { new: 0, subscribed: 0, unsubscribed: 0, invalid: 0 };
  for (const { result } of lines) counts[result]++;
  return counts;
}
