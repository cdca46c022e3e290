import { type ActingContext, authorize } from '../actor.ts';
import { incidentsSchema } from './catalog-schema.ts';
import { changeCatalog } from './change-catalog.ts';
import { parsePart } from './parse-part.ts';
import { storedComponent, withComponent } from './wanted-component.ts';

/** As in the catalogue file. */
type SaveIncidentSettings = { slug: string; publish: string; holdSeconds?: unknown; resolve: string; approval: string };

/** Saves how the outages of a component become incidents; within which time they rejoin stays as it is. Errors: forbidden, invalid_input, not_found. */
export async function saveIncidentSettings(ctx: ActingContext, { slug, ...input }: SaveIncidentSettings): Promise<void> {
  authorize(ctx, 'catalog:write');
  const settings = parsePart(incidentsSchema, input);
  await changeCatalog(ctx, {
    wanted: (catalog) => {
      const stored = storedComponent(catalog, slug);
      const { rejoinWithinMs, joinWithinMs } = stored.incidents;
      return withComponent(stored, { incidents: { ...settings, rejoinWithinMs, joinWithinMs } });
    },
  });
}
