/** Components beyond this number are published when they are first read, because live entries are rendered again every 30 seconds. */
const LIVE_COMPONENTS_MAX = 60;
const API_V2 = [
  'summary',
  'status',
  'components',
  'incidents',
  'incidents/unresolved',
  'scheduled-maintenances',
  'scheduled-maintenances/upcoming',
  'scheduled-maintenances/active',
];

/** Returns the addresses that are always published, the most read first. `slugs`: the components in the order of the page. */
export function liveKeys(slugs: readonly string[]): string[] {
  const first = slugs.slice(0, LIVE_COMPONENTS_MAX);
  return [
    '/',
    ...API_V2.map((name) => `/api/v2/${name}.json`),
    '/embed',
    '/badge/all.svg',
    '/favicon.svg',
    '/?show=affected',
    ...first.map((slug) => `/components/${slug}`),
    ...first.map((slug) => `/badge/${slug}.svg`),
  ];
}
