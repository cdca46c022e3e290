/** Whole milliseconds since 1970-01-01T00:00:00Z. Spans and intervals are half-open: they include `from`, but not `to`. */
export type Instant = number;
export type Span = { from: Instant; to: Instant };
/** One step of a step function: `value` holds from `at` until the next step. */
export type Step<T> = { at: Instant; value: T };
export type Interval<T> = Span & { status: T };

/** Adds a step unless it changes nothing. A later step at the same instant replaces the earlier one. */
export function pushStep<T>(steps: Step<T>[], at: Instant, value: T): void {
  if (steps.at(-1)?.at === at) steps.pop();
  if (steps.length === 0 || steps.at(-1)?.value !== value) steps.push({ at, value });
}

/** Returns the value in force at `t`, or `before` if no step is at or before `t`. Steps must ascend. */
export function valueAt<T>(steps: readonly Step<T>[], t: Instant, before: T): T {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as Step<T>).at <= t) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? before : (steps[low - 1] as Step<T>).value;
}

/** Cuts a step function to a window. The intervals cover it without gaps; equal neighbours are joined. */
export function toIntervals<T>(steps: readonly Step<T>[], window: Span, before: T): Interval<T>[] {
  if (window.to <= window.from) return [];
  const intervals: Interval<T>[] = [{ ...window, status: valueAt(steps, window.from, before) }];
  for (const { at, value } of steps) {
    const last = intervals.at(-1) as Interval<T>;
    if (at <= window.from || at >= window.to || value === last.status) continue;
    last.to = at;
    intervals.push({ from: at, to: window.to, status: value });
  }
  return intervals;
}

/** Sorts spans and joins those that overlap or touch. */
export function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.filter((s) => s.to > s.from).sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** Cuts `holes` out of `spans`; both may be unsorted. */
export function subtract(spans: readonly Span[], holes: readonly Span[]): Span[] {
  const cuts = union(holes);
  return spans.flatMap((span) => {
    const rest: Span[] = [];
    let from = span.from;
    for (const cut of cuts) {
      if (cut.to <= from || cut.from >= span.to) continue;
      if (cut.from > from) rest.push({ from, to: cut.from });
      from = cut.to;
    }
    if (from < span.to) rest.push({ from, to: span.to });
    return rest;
  });
}

/** Returns the parts of intervals within spans, ascending. The spans must ascend and not overlap. */
export function cutTo<T>(intervals: readonly Interval<T>[], spans: readonly Span[]): Interval<T>[] {
  return spans.flatMap((span) =>
    intervals
      .map((interval) => ({
        ...interval,
        from: Math.max(interval.from, span.from),
        to: Math.min(interval.to, span.to),
      }))
      .filter(({ from, to }) => to > from),
  );
}
