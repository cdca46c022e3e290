import { type Day, dayAt } from '#domain/time/day';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';

/** Errors: invalid_input if a day that readers are to be promised has passed (UTC). */
export function refusePastDay({ clock }: Pick<Context, 'clock'>, promisedOn: Day | null): void {
  if (promisedOn !== null && promisedOn < dayAt(clock.now()))
    throw new AppError('invalid_input', 'promisedOn: must not be in the past.');
}

/** Returns the day of a date column. */
export function dayOfDate(date: Date | null): Day | null {
  return date === null ? null : dayAt(date.getTime());
}
