import type { UpdatePlan } from '#domain/incident/plan-update';
import type { Refusal } from '#domain/incident/update-rules';
import { AppError } from '#server/errors';

/** Returns the plan of an update. Errors: the refusal, with what monitoring shows where a reason is needed. */
export function acceptedPlan(outcome: UpdatePlan | { refusal: Refusal }): UpdatePlan {
  if ('refusal' in outcome) throw errorOf(outcome.refusal);
  return outcome;
}

/** Errors: the refusal, if there is one. */
export function throwRefusal(refusal: Refusal | null): void {
  if (refusal !== null) throw errorOf(refusal);
}

function errorOf({ code, message, probes }: Refusal): AppError {
  if (probes === undefined) return new AppError(code, message);
  const shown = probes.map(({ component, name, status, since }) => ({
    component,
    name,
    status,
    since: since === null ? null : new Date(since).toISOString(),
  }));
  return new AppError(code, message, { probes: shown });
}
