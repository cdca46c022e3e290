import type { Counts } from './component-status.ts';
import type { Tone } from './tone.ts';

/** A component of which monitoring sees nothing, or less than half of the fleet. `isUnknown`: its status is unknown for that. */
export type LowCoverage = { slug: string; name: string; isUnknown: boolean; seen: number; all: number };
type Seen = { slug: string; name: string; tone: Tone; counts: Counts };

/** Returns the components that need attention because monitoring does not see enough of them, whatever the status that it shows. */
export function lowCoverageOf(components: readonly Seen[]): LowCoverage[] {
  return components.flatMap(({ slug, name, tone, counts: { retired: _, unknown, ...known } }) => {
    const seen = Object.values(known).reduce((sum, count) => sum + count, 0);
    const all = seen + unknown;
    const isUnknown = tone === 'unknown';
    return isUnknown || seen * 2 < all ? [{ slug, name, isUnknown, seen, all }] : [];
  });
}
