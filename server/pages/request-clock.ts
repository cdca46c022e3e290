import { STALE_AFTER_MS } from '#domain/measurement/shown-state';
import { type Clock, systemClock } from '#server/clock';
import { currentClock } from '#server/http/request-context';

/**
 * The header with the time of the server in front, in milliseconds since 1970. Its clock is guarded by the times of probes, which only that process sees.
 * `fixed` follows where the clock moves only when it is set.
 */
export const CLOCK_HEADER = 'x-candor-now';
/** The header that asks for a page as it is to look once its monitoring data is stale. */
export const STALE_HEADER = 'x-candor-stale';
const TIME = /^(\d+)( fixed)?$/;

/** Returns the value of the header for a clock. */
export function clockHeader(clock: Clock): string {
  return clock.isFixed ? `${clock.now()} fixed` : String(clock.now());
}

type Wanted = { header: string; isStale: boolean };

/** Returns a clock that begins at the time of the header, or that always shows it if it is fixed. */
export function clockOfRequest({ header, isStale }: Wanted, source: Clock = systemClock): Clock {
  const [, digits, fixed] = TIME.exec(header) ?? [];
  const [start, startMs] = [Number(digits ?? source.now()), source.monotonicMs()];
  const now = () => (fixed ? start : start + Math.floor(source.monotonicMs() - startMs));
  return {
    now,
    monotonicMs: source.monotonicMs,
    latest: now,
    shownAt: () => now() + (isStale ? STALE_AFTER_MS + 1 : 0),
    noteObserved: () => undefined,
    isFixed: Boolean(fixed),
  };
}

/** The clock of the process of the pages: that of the current request, and the clock of the machine outside a request. */
export const pagesClock: Clock = {
  now: () => (currentClock() ?? systemClock).now(),
  monotonicMs: systemClock.monotonicMs,
  latest: () => (currentClock() ?? systemClock).latest(),
  shownAt: () => (currentClock() ?? systemClock).shownAt(),
  noteObserved: () => undefined,
  isFixed: false,
};
