import type { ComponentSummary } from '#domain/summary';
import { fleetWords } from './fleet-words.ts';

/** How many instances are in sync, and what ails the others. */
export function FleetLine({ component }: { component: ComponentSummary }) {
  return <p className="mt-4 tabular-nums">{fleetWords(component)}</p>;
}
