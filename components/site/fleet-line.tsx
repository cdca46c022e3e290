import type { ComponentSummary } from '#domain/site/summary';
import { formatFleet } from './format-fleet.ts';

/** How many instances are in sync, and what ails the others. */
export function FleetLine({ component }: { component: ComponentSummary }) {
  return <p className="mt-4 tabular-nums">{formatFleet(component)}</p>;
}
