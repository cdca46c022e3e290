import type { IncidentSettings } from '#domain/automation/incident-record';
import { canonicalJson } from '#domain/canonical-json';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { parsePart } from '#server/catalog/file/parse-part';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { storedComponent, withComponent } from '#server/catalog/plan/wanted-component';
import { incidentsSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

/** Settings as in the catalogue file. `basis` is the result of settingsBasisOf when the person began the change. */
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

/** Fingerprints the incident settings, to detect conflicting changes. */
export function settingsBasisOf(settings: IncidentSettings): string {
  return canonicalJson(settings);
}

/** Saves the incident settings of a component. Errors: forbidden, invalid_input, not_found; conflict if they changed since `basis`. */
export async function saveIncidentSettings(
  ctx: ActingContext,
  { slug, basis, ...input }: SaveIncidentSettings,
): Promise<void> {
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
