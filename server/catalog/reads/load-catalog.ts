import { DEFAULT_SETTINGS, type IncidentSettings } from '#domain/automation/incident-record';
import type { CatalogBrand } from '#domain/catalog/brand-plan';
import type { Catalog, CatalogSource } from '#domain/catalog/catalog';
import type { Severities } from '#domain/measurement/alert-severity';
import type { Effects } from '#domain/measurement/effect';
import type { Context } from '#server/context';

export type CatalogTables = Pick<
  Context['prisma'],
  'brand' | 'brandImage' | 'component' | 'componentGroup' | 'incidentSetting' | 'policyVersion' | 'region' | 'source'
>;

const RULES = {
  version: true,
  effectiveFrom: true,
  silenceAfterMs: true,
  dataAgeLimitMs: true,
  latencyLimitUs: true,
  degradedAt: true,
  partialAt: true,
  majorAt: true,
  coverageFloor: true,
  confirmForMs: true,
  recoverForMs: true,
} as const;
const TEXTS = {
  slug: true,
  name: true,
  description: true,
  position: true,
  targetMillionths: true,
  effects: true,
  archivedAt: true,
  group: { select: { slug: true } },
} as const;
const HEARTBEAT = {
  name: true,
  kind: true,
  instance: true,
  intervalMs: true,
  graceMs: true,
  repeatWithinMs: true,
  severities: true,
  component: { select: { slug: true } },
} as const;

const SETTINGS = {
  publish: true,
  holdMs: true,
  resolve: true,
  rejoinWithinMs: true,
  joinWithinMs: true,
  approval: true,
} as const;

const BRAND = {
  name: true,
  description: true,
  accent: true,
  logoLight: true,
  logoDark: true,
  favicon: true,
  support: true,
  links: true,
  footer: true,
  timeZone: true,
} as const;

/** Reads the stored catalogue: components in page order, everything else in order of creation. */
export async function loadCatalog(db: CatalogTables): Promise<Catalog> {
  const components = await db.component.findMany({
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    select: {
      ...TEXTS,
      policies: { orderBy: { version: 'asc' }, select: RULES },
      incidentSetting: { select: SETTINGS },
    },
  });
  const sources = await db.source.findMany({ orderBy: { id: 'asc' }, select: HEARTBEAT });
  return {
    brand: (await db.brand.findUniqueOrThrow({ where: { id: 1 }, select: BRAND })) as CatalogBrand, // links are written from validated files only
    groups: await db.componentGroup.findMany({ orderBy: { id: 'asc' }, select: { slug: true, name: true } }),
    regions: await db.region.findMany({ orderBy: { name: 'asc' } }),
    components: components.map(({ group, policies, incidentSetting, archivedAt, effects, ...texts }) => ({
      ...texts,
      effects: effects as Effects, // written from validated files only
      isArchived: archivedAt !== null,
      group: group?.slug ?? null,
      policies: policies.map((policy) => ({ ...policy, effectiveFrom: policy.effectiveFrom.getTime() })),
      incidents: (incidentSetting as IncidentSettings | null) ?? DEFAULT_SETTINGS, // checked by the table
    })),
    sources: sources.map(({ name, kind, component, instance, intervalMs, graceMs, repeatWithinMs, severities }) => ({
      name,
      kind: kind as CatalogSource['kind'], // checked by the table
      heartbeat:
        component && instance !== null && intervalMs !== null && graceMs !== null
          ? { component: component.slug, instance, intervalMs, graceMs }
          : null,
      alerts: kind === 'edge' ? { repeatWithinMs, severities: severities as Severities } : null, // written from validated files only
    })),
  };
}
