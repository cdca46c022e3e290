import type { CatalogPlan } from '#domain/catalog-plan';
import type { ActingContext } from '../actor.ts';
import { changeCatalog } from './change-catalog.ts';
import { parseCatalog } from './parse-catalog.ts';

/** `onPlan` hears what is going to change before anything does. */
export type ApplyCatalog = { text: string; reason?: string | undefined; isDryRun?: boolean; onPlan?: (plan: CatalogPlan) => unknown };

/**
 * Makes the catalogue hold what a file (YAML, docs/catalog.md) describes, all of it or nothing. What the file does not speak of is left alone;
 * nothing is ever deleted. Errors: those of changeCatalog.
 */
export async function applyCatalog(ctx: ActingContext, { text, ...how }: ApplyCatalog): Promise<CatalogPlan> {
  const file = parseCatalog(text);
  return changeCatalog(ctx, { wanted: () => file, ...how });
}
