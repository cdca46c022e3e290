/**
 * Streams the bytes of an answer that is made in pieces, each when the reader has consumed the previous one. Waits for the first piece, so that an early
 * failure becomes a problem. A later failure breaks the connection off, which the reader notices, and is passed to `onFault`.
 */
export async function streamed(
  pieces: AsyncIterator<string>,
  onFault: (error: unknown) => void,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<string>> | null = Promise.resolve(await pieces.next());
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const piece = await (next ?? pieces.next());
          next = null;
          if (piece.done) controller.close();
          else controller.enqueue(encoder.encode(piece.value));
        } catch (error) {
          onFault(error);
          controller.error(error);
        }
      },
      cancel: async () => void (await pieces.return?.()),
    },
    { highWaterMark: 0 },
  );
}
