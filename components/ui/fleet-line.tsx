import type { ComponentSummary } from '#domain/site/summary';
import { FleetStrip } from './fleet-strip.tsx';
import { formatFleet } from './format-fleet.ts';

/** Shows the number of instances in sync, and the problems of the others. A fleet without problems needs no drawing on phones. */
export function FleetLine({ component }: { component: Pick<ComponentSummary, 'counts' | 'worstDataAgeMs'> }) {
  const { up, degraded, stale, down, silent, unknown } = component.counts;
  const notInSync = stale + down + silent;
  return (
    <p className="flex items-center gap-2.5 text-small text-plain">
      <span className={notInSync + unknown === 0 ? 'max-sm:hidden' : ''}>
        <FleetStrip inSync={up + degraded} notInSync={notInSync} notSeen={unknown} />
      </span>
      {formatFleet(component)}
    </p>
  );
}
