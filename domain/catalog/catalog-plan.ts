import { DEFAULT_POLICY } from '#domain/measurement/policy';
import { TROUBLE } from '#domain/measurement/status';
import { type BrandChange, brandPlan } from './brand-plan.ts';
import type {
  AlertSettings,
  Catalog,
  CatalogComponent,
  CatalogGroup,
  CatalogRegion,
  CatalogSource,
  ComponentTexts,
  WantedCatalog,
  WantedComponent,
} from './catalog.ts';
import { type SettingsChange, settingsPlan } from './incident-settings-plan.ts';
import { type PolicyChange, type Present, policyPlan } from './policy-plan.ts';

type Value = string | number | boolean | null;
type Difference = { key: string; before: Value; after: Value };
type Changed<What extends string, T> = { what: What; isNew: boolean; value: T; differences: Difference[] };
type PlacedComponent = ComponentTexts & { position: number };
export type CatalogChange =
  | BrandChange
  | Changed<'group', CatalogGroup>
  | Changed<'region', CatalogRegion>
  | Changed<'component', PlacedComponent>
  | Changed<'source', CatalogSource>
  | PolicyChange
  | SettingsChange;

type Named = { what: 'group' | 'region' | 'component' | 'source'; name: string };
/** `changes` are in an order in which they can be applied. `left`: stored, but not in the file. With any `problems`, nothing must be applied. */
export type CatalogPlan = { changes: CatalogChange[]; left: Named[]; problems: string[] };

/** Limit of the column for interval + grace. */
const SILENT_AFTER_MS_MAX = 2_147_483_647;

/** Returns the changes that bring `stored` to `wanted`. Nothing is ever removed. */
export function catalogPlan(stored: Catalog, wanted: WantedCatalog, present: Present): CatalogPlan {
  const problems = [...repeated(wanted), ...unknownNames(stored, wanted), ...sourcesProblems(stored, wanted)];
  const known = new Map(stored.components.map((component) => [component.slug, component]));
  const policies: PolicyChange[] = [];
  for (const { slug, policies: versions } of wanted.components) {
    const plan = policyPlan(
      slug,
      known.get(slug) ?? null,
      versions ?? (known.has(slug) ? [] : [DEFAULT_POLICY]),
      present,
    );
    policies.push(...plan.changes);
    problems.push(
      ...plan.problems.map(({ version, detail }) => `component ${slug}, policy version ${version}: ${detail}`),
    );
  }
  const changes: CatalogChange[] = [
    ...brandPlan(stored.brand, wanted.brand),
    ...compare(GROUP, stored.groups, wanted.groups),
    ...compare(REGION, stored.regions, wanted.regions),
    ...compare(COMPONENT, stored.components, placed(stored.components, wanted.components)),
    ...policies,
    ...wanted.components.flatMap(({ slug, incidents }) =>
      settingsPlan(slug, known.get(slug)?.incidents ?? null, incidents),
    ),
    ...compare(SOURCE, stored.sources, wanted.sources),
  ];
  return { changes, left: leftOut(stored, wanted), problems };
}

/** How entries of one kind are identified and compared. */
type Kind<What extends Named['what'], T> = {
  what: What;
  nameOf: (value: T) => string;
  valuesOf: (value: T) => Record<string, Value>;
};

const GROUP: Kind<'group', CatalogGroup> = {
  what: 'group',
  nameOf: ({ slug }) => slug,
  valuesOf: ({ name }) => ({ name }),
};
const REGION: Kind<'region', CatalogRegion> = {
  what: 'region',
  nameOf: ({ name }) => name,
  valuesOf: ({ title }) => ({ title }),
};
const COMPONENT: Kind<'component', PlacedComponent> = {
  what: 'component',
  nameOf: ({ slug }) => slug,
  valuesOf: ({ slug: _, effects, ...values }) => ({
    ...values,
    ...Object.fromEntries(TROUBLE.map((status) => [`effects.${status}`, effects[status] ?? null])),
  }),
};
const SOURCE: Kind<'source', CatalogSource> = {
  what: 'source',
  nameOf: ({ name }) => name,
  valuesOf: ({ heartbeat, alerts }) => ({ ...heartbeat, ...alertValues(alerts) }),
};

function alertValues(alerts: AlertSettings | null): Record<string, Value> {
  if (!alerts) return {};
  const severities = Object.entries(alerts.severities).map(([name, meaning]) => `${name}: ${meaning}`);
  return { repeatWithinMs: alerts.repeatWithinMs, severities: severities.sort().join(', ') || null };
}

function compare<What extends Named['what'], T>(
  { what, nameOf, valuesOf }: Kind<What, T>,
  stored: readonly NoInfer<T>[],
  wanted: readonly NoInfer<T>[],
): Changed<What, T>[] {
  const known = new Map(stored.map((value) => [nameOf(value), valuesOf(value)]));
  return wanted.flatMap((value): Changed<What, T>[] => {
    const before = known.get(nameOf(value));
    if (!before) return [{ what, isNew: true, value, differences: [] }];
    const differences = Object.entries(valuesOf(value)).flatMap(([key, after]) =>
      (before[key] ?? null) === after ? [] : [{ key, before: before[key] ?? null, after }],
    );
    return differences.length > 0 ? [{ what, isNew: false, value, differences }] : [];
  });
}

/**
 * Assigns positions so that components have the order of the file. Components that already have it keep their position, even a shared one, where slugs
 * decide. Others take the next position after the previous component that no component outside the file has.
 */
function placed(stored: readonly CatalogComponent[], wanted: readonly WantedComponent[]): PlacedComponent[] {
  const positions = new Map(stored.map(({ slug, position }) => [slug, position]));
  const described = new Set(wanted.map(({ slug }) => slug));
  const taken = new Set(stored.filter(({ slug }) => !described.has(slug)).map(({ position }) => position));
  let last = { position: 0, slug: '', hasOwn: false };
  return wanted.map(({ policies: _, incidents: __, ...texts }) => {
    const { slug } = texts;
    const own = positions.get(slug);
    const hasOwn =
      own !== undefined && (own > last.position || (own === last.position && last.hasOwn && slug > last.slug));
    let position = hasOwn ? own : last.position + 1;
    while (!hasOwn && taken.has(position)) position++;
    last = { position, slug, hasOwn };
    return { ...texts, position };
  });
}

function namesOf({
  groups,
  regions,
  components,
  sources,
}: Pick<WantedCatalog, 'groups' | 'regions' | 'sources'> & { components: readonly ComponentTexts[] }): Named[] {
  return [
    ...groups.map(({ slug }) => ({ what: 'group' as const, name: slug })),
    ...regions.map(({ name }) => ({ what: 'region' as const, name })),
    ...components.map(({ slug }) => ({ what: 'component' as const, name: slug })),
    ...sources.map(({ name }) => ({ what: 'source' as const, name })),
  ];
}

const idOf = ({ what, name }: Named) => `${what} ${name}`;

function leftOut(stored: Catalog, wanted: WantedCatalog): Named[] {
  const described = new Set(namesOf(wanted).map(idOf));
  return namesOf(stored).filter((named) => !described.has(idOf(named)));
}

function repeatsIn(ids: readonly (string | number)[]): (string | number)[] {
  const seen = new Set<string | number>();
  return [...new Set(ids.filter((id) => seen.size === seen.add(id).size))];
}

function repeated(wanted: WantedCatalog): string[] {
  const versions = wanted.components.flatMap(({ slug, policies }) =>
    repeatsIn((policies ?? []).map(({ version }) => version)).map(
      (version) => `component ${slug}, policy version ${version}`,
    ),
  );
  return [...repeatsIn(namesOf(wanted).map(idOf)), ...versions].map((id) => `${id}: is listed twice; keep one`);
}

function unknownNames(stored: Catalog, wanted: WantedCatalog): string[] {
  const known = new Set([...namesOf(stored), ...namesOf(wanted)].map(idOf));
  const isUnknown = (what: Named['what'], name: string) => !known.has(idOf({ what, name }));
  return [
    ...wanted.components.flatMap(({ slug, group }) =>
      group !== null && isUnknown('group', group)
        ? [`component ${slug}: group "${group}" does not exist: add it under groups`]
        : [],
    ),
    ...wanted.sources.flatMap(({ name, heartbeat }) =>
      heartbeat && isUnknown('component', heartbeat.component)
        ? [`source ${name}: component "${heartbeat.component}" does not exist: add it under components`]
        : [],
    ),
  ];
}

function sourcesProblems(stored: Catalog, wanted: WantedCatalog): string[] {
  const known = new Map(stored.sources.map((source) => [source.name, source]));
  return wanted.sources.flatMap((source) => sourceProblems(source, known.get(source.name)));
}

/** The kind and the instance of a source never change, because its probes were evaluated with them. */
function sourceProblems({ name, kind, heartbeat }: CatalogSource, before: CatalogSource | undefined): string[] {
  const instead = 'cannot be changed: use another name for the new source';
  if (before && before.kind !== kind) return [`source ${name}: the kind (${before.kind}) ${instead}`];
  const [was, is] = [before?.heartbeat, heartbeat].map((beat) => beat && `${beat.component}/${beat.instance}`);
  if (was && was !== is) return [`source ${name}: the instance (${was}) ${instead}`];
  if (heartbeat && heartbeat.intervalMs + heartbeat.graceMs > SILENT_AFTER_MS_MAX)
    return [`source ${name}: intervalSeconds + graceSeconds must be at most ${Math.floor(SILENT_AFTER_MS_MAX / 1000)}`];
  return [];
}
