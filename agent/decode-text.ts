/** Returns the encoding that a byte order mark names. TextDecoder removes the mark. */
function encodingByMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  return null;
}

/** Decodes a text by its byte order mark, otherwise by `charset`, otherwise as UTF-8. An unknown charset counts as UTF-8. Removes the mark. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const label = encodingByMark(bytes) ?? charset ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new TextDecoder().decode(bytes);
  }
}
