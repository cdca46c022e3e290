/** An answer that is longer than this is cut off together with its connection. */
const READ_BYTES_MAX = 64_000;
const EXCERPT_LENGTH_MAX = 500;

/** Reads an answer and returns its beginning as text without control characters. Returns what arrived if the rest does not arrive in time. */
export async function readExcerpt(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      if (length < READ_BYTES_MAX) chunks.push(chunk);
      length += chunk.length;
      if (length > READ_BYTES_MAX) break; // leaving the loop destroys the connection
    }
  } catch {
    // the status is known, so an answer without an end is as good as a complete one
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, EXCERPT_LENGTH_MAX);
}
