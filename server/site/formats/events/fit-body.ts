/** The longest body that is stored and sent. Standard Webhooks asks for less than 20 kB, and webhooks add the sequence. */
export const BODY_BYTES_MAX = 19_900;

/** Returns the bytes of a value in a body. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Returns how many of the first items fit into `bytes` as elements of an array. */
export function countFitting(items: readonly unknown[], bytes: number): number {
  let used = 0;
  const end = items.findIndex((item) => {
    used += bytesOf(item) + 1; // the comma
    return used > bytes;
  });
  return end === -1 ? items.length : end;
}
