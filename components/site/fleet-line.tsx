import type { ComponentSummary } from '#domain/site/summary';
import { formatFleet } from './format-fleet.ts';

/** Shows the number of instances in sync, and the problems of the others. */
export function FleetLine({ component }: { component: ComponentSummary }) {
  return <p className="mt-4">{formatFleet(component)}</p>;
}
