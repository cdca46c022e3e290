import type { Claim } from '#domain/postmortem/claims/claim';
import { differenceTo } from './agreement.ts';
import type { Assessed } from './assessed.ts';

const MINUTE_MS = 60_000;
/** "Around 13:20" may be this far off in a calculation. */
const AROUND_MS = 5 * MINUTE_MS;

/** Returns the value that a claim states; of a time without a date the one nearest to its fact or to `near`. Null if its zone can't be read. */
export function writtenValue({ claim, comparison }: Assessed, near: number): number | null {
  if (claim.kind !== 'instant') return claim.value;
  const reference = comparison.value ?? near;
  const difference = differenceTo(claim, reference);
  return difference === null ? null : reference - difference;
}

/** Returns how far the true value may be from a written one, in calculations: one written unit, more where it is softened. */
export function uncertaintyMs(claim: Claim): number {
  const softened = claim.approximation === null ? 0 : AROUND_MS;
  if (claim.kind === 'instant') return claim.stepMs + softened;
  return claim.kind === 'duration' ? claim.aboveMs + 1 + softened : 0;
}
