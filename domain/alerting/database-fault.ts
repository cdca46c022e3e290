import type { Instant } from '#domain/time/interval';

/** Why the database does not work, where that is known. */
export type DatabaseCause = 'disk_full';
export type DatabaseFault = { cause: DatabaseCause; since: Instant };
