import { CHART_RANGES } from './chart-range.ts';

/**
 * How a published entry is kept current. `live`: published again every 30 seconds; `current`: published again when it is read and older than that; `fixed`:
 * published again only after a change of what it depends on; `asset`: never published again, because its name contains a digest of its content.
 */
export type PublishingMode = 'live' | 'current' | 'fixed' | 'asset';
/** `key`: the address with its query in one form. `dependsOn`: the changes after which it is published again. */
export type Publication = { key: string; mode: PublishingMode; dependsOn: readonly string[] };

/** What public changes are about. A change of an incident is one of `incidents` and of `incident:` with its id. */
const SITE = ['brand', 'catalog'];
const STATUS = [...SITE, 'status', 'incidents'];
const INCIDENTS = [...SITE, 'incidents'];
/** Lists of incidents name their post-mortems. Post-mortems show their incidents, and late changes of their record, which are changes of incidents too. */
const POSTMORTEMS = [...INCIDENTS, 'postmortems'];

/** `query`: the parameters that the page reads, with the values that are published; null for those with any value, which are never published. */
type Rule = {
  address: RegExp;
  mode: PublishingMode;
  dependsOn: readonly string[];
  query?: Readonly<Record<string, RegExp | null>>;
};

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const YEAR = /^\d{4}$/;

const RULES: readonly Rule[] = [
  { address: /^\/$/, mode: 'live', dependsOn: [...STATUS, 'postmortems'], query: { show: /^affected$/ } },
  { address: /^\/(embed|favicon\.svg|badge\/[a-z0-9-]+\.svg)$/, mode: 'live', dependsOn: STATUS },
  {
    address: /^\/components\/[a-z0-9-]+$/,
    mode: 'live',
    dependsOn: STATUS,
    query: { chart: new RegExp(`^(${Object.keys(CHART_RANGES).join('|')})$`) },
  },
  { address: /^\/api\/v2\/[a-z/-]+\.json$/, mode: 'live', dependsOn: STATUS },
  { address: /^\/(uptime|api\/v1\/uptime(\.csv)?)$/, mode: 'current', dependsOn: STATUS, query: { year: YEAR } },
  { address: /^\/api\/v1\/postmortems(\/[a-z0-9]{12})?$/, mode: 'current', dependsOn: POSTMORTEMS }, // days become overdue
  { address: /^\/api\/v1\/improvements(\.csv)?$/, mode: 'current', dependsOn: POSTMORTEMS, query: { component: SLUG } },
  { address: /^\/og\.png$/, mode: 'current', dependsOn: STATUS }, // takes long to draw, and is seldom read
  {
    address:
      /^\/(incidents\/[a-z0-9]{12}|api\/v1\/incidents\/[a-z0-9]{12}|feeds\/incidents\/[a-z0-9]{12}\.(atom|rss|json))$/,
    mode: 'fixed',
    dependsOn: SITE,
  },
  {
    address: /^\/history$/,
    mode: 'current', // its lists show measured times
    dependsOn: POSTMORTEMS,
    query: { page: /^[1-9]\d{0,3}$/, month: MONTH, component: SLUG, q: null, day: null },
  },
  {
    address: /^\/(history\.(rss|atom)|feeds\/(all|components\/[a-z0-9-]+)\.(atom|rss|json))$/,
    mode: 'fixed',
    dependsOn: INCIDENTS,
  },
  {
    address: /^\/postmortems$/,
    mode: 'current', // as days pass, something becomes overdue
    dependsOn: POSTMORTEMS,
    query: { page: /^[1-9]\d{0,3}$/ },
  },
  { address: /^\/postmortems\/[a-z0-9]{12}$/, mode: 'current', dependsOn: POSTMORTEMS },
  {
    address: /^\/postmortems\/[a-z0-9]{12}\/versions\/[1-9]\d{0,3}$/,
    mode: 'fixed',
    dependsOn: [...SITE, 'postmortems'],
  },
  {
    address: /^\/improvements$/,
    mode: 'current',
    dependsOn: POSTMORTEMS,
    query: { component: SLUG, show: /^all$/ },
  },
  {
    address: /^\/subscribe$/,
    mode: 'fixed',
    dependsOn: INCIDENTS,
    query: { channel: /^(email|webhook|rss)$/, incident: /^[a-z0-9]{12}$/, after: null, manage: null },
  },
  {
    address:
      /^\/(about-these-figures|developers|problems\/[a-z-]+|robots\.txt|apple-touch-icon\.png|api\/v1\/openapi\.json)$/,
    mode: 'fixed',
    dependsOn: SITE,
  },
  { address: /^\/(live\.js|postmortem\.js|notice\.css)$/, mode: 'fixed', dependsOn: [] },
  {
    address: /^\/(_next\/static\/[\w./~-]+\.css|fonts\/[\w.-]+\.woff2|(brand|images)\/[\w.-]+)$/,
    mode: 'asset',
    dependsOn: [],
  },
];

/**
 * Returns how the public address `path` with the query `search` is published, or null if it is not: an unknown address, a search, or a query with a value
 * that no page has. Parameters that no page reads are ignored, because links from mails and campaigns carry them.
 */
export function publicationOf(path: string, search: string): Publication | null {
  const rule = RULES.find(({ address }) => address.test(path));
  if (!rule) return null;
  const given = [...new URLSearchParams(search)].filter(([name]) => rule.query && Object.hasOwn(rule.query, name));
  const isPublished = given.every(([name, value], i) => {
    const isFirst = given.findIndex(([other]) => other === name) === i;
    return isFirst && rule.query?.[name]?.test(value);
  });
  if (!isPublished) return null;
  const query = new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  const incident = /\/incidents\/([a-z0-9]{12})/.exec(path)?.[1];
  return {
    key: query.size === 0 ? path : `${path}?${query}`,
    mode: rule.mode,
    dependsOn: incident === undefined ? rule.dependsOn : [...rule.dependsOn, `incident:${incident}`],
  };
}
