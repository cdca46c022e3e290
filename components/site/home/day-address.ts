import { historyAddress } from '#components/site/incidents/history-address.ts';
import { levelOf } from '#domain/measurement/status';
import type { DayFigures } from '#domain/site/summary';

/** Returns the address of the incidents of a component on a day with a failure; null for other days. */
export function dayAddress(slug: string, { from, worst }: Pick<DayFigures, 'from' | 'worst'>): string | null {
  if (levelOf(worst) === 0) return null;
  return historyAddress({ component: slug, day: new Date(from).toISOString().slice(0, 10) });
}
