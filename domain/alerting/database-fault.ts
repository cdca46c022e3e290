import type { Instant } from '#domain/time/interval';

/** A known cause of a database failure. */
export type DatabaseCause = 'disk_full';
export type DatabaseFault = { cause: DatabaseCause; since: Instant };
