import { type FaultOwner, faultOwner, sqlFaultOf } from '#server/db/sql-fault';
import { AppError, isDatabaseAway, PROBLEMS } from '#server/errors';

/** Returns the owner of a fault: an AppError is the sender's fault, unless it means that we are too busy. */
export function ownerOf(error: unknown): FaultOwner {
  if (!(error instanceof AppError)) return faultOwner(error);
  return PROBLEMS[error.code][0] === 503 ? 'other' : 'sender';
}

/** Returns whether a fault of ours may pass on its own: the database is unavailable, too busy or too slow, or not migrated yet (class 42). */
export function mayPass(error: unknown): boolean {
  if (error instanceof AppError || faultOwner(error) === 'database') return true;
  return isDatabaseAway(error) || sqlFaultOf(error)?.state.startsWith('42') === true;
}
