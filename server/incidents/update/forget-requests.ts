import type { Context } from '#server/context';
import { deleteRequestsBefore } from '#server/incidents/sql/incident-requests';

/** How long the answer to an Idempotency-Key is stored. */
const STORED_MS_MAX = 7 * 86_400_000;

/** Deletes Idempotency-Keys that are too old to be repeated. Returns how many. */
export function forgetRequests({ worker, clock }: Pick<Context, 'worker' | 'clock'>): Promise<number> {
  return deleteRequestsBefore(worker, clock.now() - STORED_MS_MAX);
}
