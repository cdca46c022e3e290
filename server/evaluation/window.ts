import type { Instant } from '#domain/time/interval';

/** `isForced`: intervals are revised even where raw status is the same. Both ends are evaluated. */
export type Window = { from: Instant; to: Instant; isHead: boolean; isForced: boolean; evaluatedUntil: Instant };

/** `aliveAt`: when a source of the component was last known to be alive. Only agents prove it; the others say something when it changes. */
export type Latest = { observedAt: Instant | null; worstDataAgeMs: number | null; aliveAt: Instant | null };
