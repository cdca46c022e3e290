import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { IncidentSettings } from '#domain/automation/incident-record';
import { BRAND_IMAGES, brandPlan, type CatalogBrand, NO_BRAND } from '#domain/catalog/brand-plan';
import {
  type Catalog,
  type CatalogComponent,
  type CatalogSource,
  POLICY_FIELDS,
  POLICY_KEYS,
  REPEAT_WITHIN_MS,
} from '#domain/catalog/catalog';
import { settingsPlan } from '#domain/catalog/incident-settings-plan';
import type { Policy } from '#domain/measurement/policy';
import { type ActingContext, authorize } from '#server/actor';
import { loadCatalog } from './load-catalog.ts';

/** Starts the name of an image that is stored already. */
export const STORED_IMAGE = 'sha256:';
const HEAD =
  '# The catalogue, as `candor catalog export` found it; `candor catalog apply` takes it. See docs/catalog.md.\n';

function policyOf(policy: Policy) {
  const rules = POLICY_KEYS.flatMap((rule) => {
    const value = policy[rule];
    return value === null ? [] : [[POLICY_FIELDS[rule].key, value / POLICY_FIELDS[rule].per]];
  });
  return { version: policy.version, from: new Date(policy.effectiveFrom).toISOString(), ...Object.fromEntries(rules) };
}

/** Exports incident settings; omits them if all are the defaults. */
function incidentsOf({ publish, holdMs, resolve, rejoinWithinMs, joinWithinMs, approval }: IncidentSettings) {
  const names = {
    publish: publish.replace('_', '-'),
    ...(publish === 'held' ? { holdSeconds: holdMs / 1_000 } : {}),
    resolve: resolve.replace('_', '-'),
  };
  return {
    ...names,
    rejoinWithinSeconds: rejoinWithinMs / 1_000,
    joinWithinSeconds: joinWithinMs / 1_000,
    ...(approval === 'none' ? {} : { approval }),
  };
}

function componentOf({
  slug,
  name,
  description,
  group,
  targetMillionths,
  effects,
  isArchived,
  policies,
  incidents,
}: CatalogComponent) {
  return {
    slug,
    name,
    ...(description === null ? {} : { description }),
    ...(group === null ? {} : { group }),
    target: targetMillionths / 10_000,
    ...(Object.keys(effects).length === 0 ? {} : { effects }),
    ...(isArchived ? { archived: true } : {}),
    ...(policies.length === 0 ? {} : { policies: policies.map(policyOf) }),
    ...(settingsPlan(slug, null, incidents).length === 0 ? {} : { incidents: incidentsOf(incidents) }),
  };
}

function sourceOf({ name, kind, heartbeat, alerts }: CatalogSource) {
  if (alerts) {
    const { repeatWithinMs, severities } = alerts;
    const within = repeatWithinMs === REPEAT_WITHIN_MS ? {} : { repeatWithinSeconds: repeatWithinMs / 1_000 };
    return { name, kind, ...within, ...(Object.keys(severities).length === 0 ? {} : { severities }) };
  }
  if (!heartbeat) return { name, kind };
  const { component, instance, intervalMs, graceMs } = heartbeat;
  return { name, kind, component, instance, intervalSeconds: intervalMs / 1_000, graceSeconds: graceMs / 1_000 };
}

/** Exports the brand; omits the key if nothing is set. */
function brandFile(brand: CatalogBrand) {
  if (brandPlan(NO_BRAND, brand).length === 0) return {};
  const { name, description, accent, logoLight, logoDark, favicon, support, links, footer, timeZone } = brand;
  const [light, dark, icon] = [logoLight, logoDark, favicon].map((sha256) => sha256 && `${STORED_IMAGE}${sha256}`);
  const logo = light && (light === dark ? light : { light, dark });
  const texts = {
    name,
    description,
    accent,
    logo,
    favicon: icon,
    support: support?.replace(/^mailto:/, '') ?? null,
    footer,
  };
  return {
    brand: {
      ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null)),
      ...(links.length === 0 ? {} : { links }),
      timeZone,
    },
  };
}

/** Formats a catalogue as a file. */
export function catalogText({ brand, groups, regions, components, sources }: Catalog): string {
  const [described, undescribed] = [true, false].map((isDescribed) =>
    sources.filter(({ kind, heartbeat }) => (kind !== 'heartbeat' || heartbeat !== null) === isDescribed),
  );
  const file = {
    ...brandFile(brand),
    groups,
    regions,
    components: components.map(componentOf),
    sources: (described ?? []).map(sourceOf),
  };
  const comments = (undescribed ?? []).map(
    ({ name }) => `# The heartbeat ${JSON.stringify(name)} has no component yet. Describe it under sources.\n`,
  );
  return `${HEAD}${comments.join('')}${stringify(file, { lineWidth: 0 })}`;
}

/** Fingerprints the whole file, to detect conflicting changes. */
export function catalogBasis(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Exports the catalogue as a file without differences for `catalog apply`. Mentions undescribed heartbeats in a comment. Errors: forbidden. */
export async function exportCatalog(ctx: ActingContext): Promise<string> {
  authorize(ctx, 'catalog:write');
  const catalog = await loadCatalog(ctx.prisma);
  const images = await ctx.prisma.brandImage.findMany({
    where: { sha256: { in: BRAND_IMAGES.flatMap((key) => catalog.brand[key] ?? []) } },
    select: { sha256: true, mediaType: true, content: true },
  });
  return images.reduce(
    (text, { sha256, mediaType, content }) =>
      text.replaceAll(
        `${STORED_IMAGE}${sha256}`,
        `data:${mediaType};base64,${Buffer.from(content).toString('base64')}`,
      ),
    catalogText(catalog),
  );
}

/** Exports the catalogue like exportCatalog, but names images by their hash, so that people can edit the text. Errors: forbidden. */
export async function exportCatalogText(ctx: ActingContext): Promise<string> {
  authorize(ctx, 'catalog:write');
  return catalogText(await loadCatalog(ctx.prisma));
}
