import type { Claim } from '#domain/postmortem/claims/claim';
import type { Hint } from '#domain/postmortem/facts';
import { differenceTo } from './agreement.ts';
import { isZoneShift } from './compare.ts';
import { areSwapped } from './swapped-digits.ts';

/** Returns the likely cause of a difference. `written`: the text of the claim; `suggestion`: the same with the right value. */
export function hintFor(
  claim: Claim,
  value: number,
  { written, suggestion }: { written: string; suggestion: string | null },
): Hint | null {
  const difference = differenceTo(claim, value);
  if (claim.kind === 'instant' && difference !== null && isZoneShift(claim, difference)) {
    const isUtc = claim.offsets.every((offset) => offset === 0);
    return isUtc ? 'local_time' : 'hours_off';
  }
  return suggestion !== null && areSwapped(written, suggestion) ? 'digits_swapped' : null;
}
