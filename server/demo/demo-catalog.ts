import { DEFAULT_SETTINGS } from '#domain/automation/incident-record';
import type { CatalogComponent, CatalogGroup, CatalogRegion } from '#domain/catalog/catalog';

type DemoComponent = Omit<CatalogComponent, 'policies'>;

export const DEMO_GROUPS: CatalogGroup[] = [{ slug: 'tools', name: 'Partner tools' }];

/** Sorted by name, as they are read from the database. */
export const DEMO_REGIONS: CatalogRegion[] = [
  { name: 'eu-west-1', title: 'Ireland' },
  { name: 'us-east-1', title: 'Virginia' },
  { name: 'us-west-2', title: 'Oregon' },
];

const COMMON = { isArchived: false, incidents: DEFAULT_SETTINGS };
const EMPTY = { ...COMMON, description: null, group: null, effects: {} };

/** The components of a new database. */
export const NEW_COMPONENTS: readonly DemoComponent[] = [
  { ...EMPTY, slug: 'serving', name: 'Serving', position: 1, targetMillionths: 999_000 },
  { ...EMPTY, slug: 'analytics', name: 'Analytics', position: 2, targetMillionths: 999_500 },
];

/** The components of the demo, in the order of the page. */
export const DEMO_COMPONENTS: readonly DemoComponent[] = [
  {
    ...COMMON,
    slug: 'serving',
    name: 'Serving',
    description: 'Ad requests, bidding and delivery',
    group: null,
    position: 1,
    targetMillionths: 999_000,
    effects: {
      degraded_performance: 'Ad requests take longer than usual',
      partial_outage: 'Some ad requests fail',
      major_outage: 'Ad requests fail',
    },
  },
  {
    ...COMMON,
    slug: 'analytics',
    name: 'Analytics',
    description: 'Reports, dashboards and data export',
    group: null,
    position: 2,
    targetMillionths: 999_500,
    effects: {
      degraded_performance: 'Reports and dashboards load slowly',
      partial_outage: 'Some reports and dashboards don’t load',
      major_outage: 'Reports and dashboards don’t load',
    },
  },
  {
    ...COMMON,
    slug: 'console',
    name: 'Campaign console',
    description: 'Campaigns, budgets and creatives',
    group: 'tools',
    position: 3,
    targetMillionths: 999_000,
    effects: { major_outage: 'The campaign console is unavailable' },
  },
  {
    ...COMMON,
    slug: 'api',
    name: 'Management API',
    description: 'Programmatic access to campaigns and reports',
    group: 'tools',
    position: 4,
    targetMillionths: 999_000,
    effects: { major_outage: 'Management API requests fail' },
  },
];
