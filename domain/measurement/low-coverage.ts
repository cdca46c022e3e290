import type { Counts } from './component-status.ts';
import type { Tone } from './tone.ts';

/** A component with data for none or less than half of its instances. `isUnknown`: its status is unknown for that reason. */
export type LowCoverage = { slug: string; name: string; isUnknown: boolean; seen: number; all: number };
type Seen = { slug: string; name: string; tone: Tone; counts: Counts };

/** Returns the components that need attention because monitoring covers too few instances, whatever status is shown. */
export function lowCoverageOf(components: readonly Seen[]): LowCoverage[] {
  return components.flatMap(({ slug, name, tone, counts: { retired: _, unknown, ...known } }) => {
    const seen = Object.values(known).reduce((sum, count) => sum + count, 0);
    const all = seen + unknown;
    const isUnknown = tone === 'unknown';
    return isUnknown || seen * 2 < all ? [{ slug, name, isUnknown, seen, all }] : [];
  });
}
