/**
 * The bytes of an answer that is made in pieces, each when the reader has taken those before it. The first is waited for, so that what cannot begin is
 * a problem; what fails later cuts the answer off, which its reader sees, and is told to `onFault`.
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
