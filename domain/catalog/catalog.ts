import type { IncidentSettings } from '#domain/automation/incident-record';
import type { Severities } from '#domain/measurement/alert-severity';
import type { Effects } from '#domain/measurement/effect';
import type { Policy } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import type { BrandFile, CatalogBrand } from './brand-plan.ts';

/** The catalogue as an operator describes it: the brand, components, their policies and incident settings, and sources of probes. */
export type Catalog = {
  brand: CatalogBrand;
  groups: CatalogGroup[];
  regions: CatalogRegion[];
  components: CatalogComponent[];
  sources: CatalogSource[];
};

/** Slugs with another meaning in a URL: `/badge/all.svg` is the badge of all components. */
export const RESERVED_SLUGS: readonly string[] = ['all'];

export type CatalogGroup = { slug: string; name: string };
export type CatalogRegion = { name: string; title: string };
/** Policies ascend by version. */
export type CatalogComponent = ComponentTexts & { position: number; policies: Policy[]; incidents: IncidentSettings };
export type ComponentTexts = {
  slug: string;
  name: string;
  description: string | null;
  group: string | null;
  targetMillionths: number;
  effects: Effects;
  isArchived: boolean;
};
/** `heartbeat` is null for other kinds, and for a heartbeat that is not configured yet. `alerts` is null for kinds other than edge. */
export type CatalogSource = {
  name: string;
  kind: 'agent' | 'edge' | 'heartbeat';
  heartbeat: Heartbeat | null;
  alerts: AlertSettings | null;
};
/** The time within which a source repeats a firing alert, and its severities in addition to the defaults. */
export type AlertSettings = { repeatWithinMs: number; severities: Severities };
/** Three times Alertmanager's own repeat_interval. */
export const REPEAT_WITHIN_MS = 12 * 3_600_000;
type Heartbeat = { component: string; instance: string; intervalMs: number; graceMs: number };

/** The content of a catalogue file. Components are in the order to display. `brand`, `policies` and `incidents` are null if the file leaves them out. */
export type WantedCatalog = Omit<Catalog, 'brand' | 'components'> & {
  brand: CatalogBrand | null;
  components: WantedComponent[];
};
/** A catalogue file before the images of its brand are read. */
export type CatalogFile = Omit<WantedCatalog, 'brand'> & { brand: BrandFile | null };
export type WantedComponent = ComponentTexts & { policies: WantedPolicy[] | null; incidents: IncidentSettings | null };
/** `effectiveFrom` is null if the file leaves it out. */
export type WantedPolicy = Omit<Policy, 'effectiveFrom'> & { effectiveFrom: Instant | null };

export type PolicyRules = Omit<Policy, 'version' | 'effectiveFrom'>;
export type Unit = 'seconds' | 'milliseconds' | 'percent';
/** The external form of a policy value. `key` is its key in a file. The value times `per` is stored and must be within [min, max]. */
export type PolicyField = { key: string; unit: Unit; per: number; min: number; max: number };

const share = <K extends string>(key: K) => ({ key, unit: 'percent', per: 10_000, min: 0, max: 1_000_000 }) as const;
const seconds = <K extends string>(key: K, min: number, max: number) =>
  ({ key, unit: 'seconds', per: 1_000, min, max }) as const;
const HOUR_MS = 3_600_000;
const PROBE_LIMIT_MAX = 2_000_000_000;

export const POLICY_FIELDS = {
  silenceAfterMs: seconds('silenceAfterSeconds', 1_000, HOUR_MS),
  dataAgeLimitMs: seconds('dataAgeLimitSeconds', 0, PROBE_LIMIT_MAX),
  latencyLimitUs: { key: 'latencyLimitMs', unit: 'milliseconds', per: 1_000, min: 0, max: PROBE_LIMIT_MAX },
  degradedAt: share('degradedAt'),
  partialAt: share('partialAt'),
  majorAt: share('majorAt'),
  coverageFloor: share('coverageFloor'),
  confirmForMs: seconds('confirmForSeconds', 0, HOUR_MS),
  recoverForMs: seconds('recoverForSeconds', 0, HOUR_MS),
} as const satisfies Record<keyof PolicyRules, PolicyField>;

export const POLICY_KEYS = Object.keys(POLICY_FIELDS) as (keyof PolicyRules)[]; // its keys are checked above
