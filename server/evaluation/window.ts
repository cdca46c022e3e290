import type { Instant, Span } from '#domain/time/interval';

/**
 * The stretch [from, to] that one pass evaluates; unlike a half-open interval it includes both ends.
 * `isAtEnd`: the window ends where the record ends, so that the pass also sets the current state. `evaluatedUntil`: end of the record after the pass.
 */
export type Window = Span & { isAtEnd: boolean; evaluatedUntil: Instant };
