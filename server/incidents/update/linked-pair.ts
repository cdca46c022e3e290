/** Returns two incidents as their link is stored: the smaller id first. */
export function pairOf(ids: readonly number[]): { oneId: number; otherId: number } {
  return { oneId: Math.min(...ids), otherId: Math.max(...ids) };
}
