import { canonicalJson } from '#domain/canonical-json';
import type { IncidentSettings } from '#domain/kept-incident';
import { consoleCatalogEn } from '../../messages/console-catalog-en.ts';
import { type ActingContext, authorize } from '../actor.ts';
import { AppError } from '../errors.ts';
import { incidentsSchema } from './catalog-schema.ts';
import { changeCatalog } from './change-catalog.ts';
import { parsePart } from './parse-part.ts';
import { storedComponent, withComponent } from './wanted-component.ts';

/** As in the catalogue file; `basis` is what settingsBasisOf said when the change was begun. */
type SaveIncidentSettings = {
  slug: string;
  publish: string;
  holdSeconds?: unknown;
  resolve: string;
  approval: string;
  rejoinWithinSeconds?: unknown;
  joinWithinSeconds?: unknown;
  basis: string;
};

/** What a change of how outages become incidents is based on. */
export function settingsBasisOf(settings: IncidentSettings): string {
  return canonicalJson(settings);
}

/** Saves how the outages of a component become incidents. Errors: forbidden, invalid_input, not_found, conflict where somebody else changed it meanwhile. */
export async function saveIncidentSettings(ctx: ActingContext, { slug, basis, ...input }: SaveIncidentSettings): Promise<void> {
  authorize(ctx, 'catalog:write');
  const incidents = parsePart(incidentsSchema, input);
  await changeCatalog(ctx, {
    wanted: (catalog) => {
      const stored = storedComponent(catalog, slug);
      if (settingsBasisOf(stored.incidents) !== basis) throw new AppError('conflict', consoleCatalogEn.texts.conflict);
      return withComponent(stored, { incidents });
    },
  });
}
