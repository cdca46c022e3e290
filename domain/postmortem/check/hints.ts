import type { Claim } from '#domain/postmortem/claims/claim';
import type { Hint } from '#domain/postmortem/facts';
import { differenceTo } from './agreement.ts';
import { isZoneShift } from './compare.ts';

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
  return suggestion !== null && isSwapped(written, suggestion) ? 'digits_swapped' : null;
}

/** Returns whether two texts are the same but for two neighbouring digits: "99.285" and "99.825", "13:02" and "13:20". */
function isSwapped(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => text.replace(/\D/g, '')) as [string, string];
  if (first.length !== second.length) return false;
  const at = [...first].findIndex((digit, i) => digit !== second[i]);
  if (at === -1) return false;
  const swapped = first.slice(0, at) + (first[at + 1] ?? '') + first[at] + first.slice(at + 2);
  return swapped === second;
}
