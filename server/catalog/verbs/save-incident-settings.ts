import type { IncidentSettings } from '#domain/automation/incident-record';
import { canonicalJson } from '#domain/canonical-json';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { parsePart } from '#server/catalog/file/parse-part';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { storedComponent, withComponent } from '#server/catalog/plan/wanted-component';
import { incidentsSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

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
