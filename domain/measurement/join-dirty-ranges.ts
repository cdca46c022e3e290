import type { Span } from '#domain/time/interval';

/** Ranges further apart than this are evaluated separately, so that a late probe does not cause the time between to be evaluated. */
const APART_MS = 600_000;

/** Joins dirty ranges that lie close together. Returns them in ascending order. */
export function joinDirtyRanges(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from - last.to <= APART_MS) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}
