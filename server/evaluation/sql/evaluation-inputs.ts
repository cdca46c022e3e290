import type pg from 'pg';
import { DEFAULT_POLICY, inForce, type Policy } from '#domain/measurement/policy';
import type { SourceRule } from '#domain/measurement/series-state';
import type { Instant } from '#domain/time/interval';

export type WorldSeries = {
  id: number;
  sourceId: number;
  instance: number;
  componentId: number;
  region: string | null;
};
export type WorldComponent = {
  id: number;
  slug: string;
  createdAt: Instant;
  archivedAt: Instant | null;
  policies: Policy[];
};
/** Components with their policies, and how each source counts silence. */
export type Catalogue = { components: WorldComponent[]; rules: Map<number, SourceRule> };
/** The input of evaluation besides probes. */
export type World = Catalogue & { series: Map<number, WorldSeries> };

type PolicyRow = {
  component_id: number;
  slug: string;
  version: number | null;
  effective_from: Date;
  made_at: Date;
  archived_at: Date | null;
} & Record<string, number | null>;

const POLICIES = `SELECT p.*, c.id AS component_id, c.slug, c.created_at AS made_at, c.archived_at FROM component c LEFT JOIN policy_version p ON p.component_id = c.id ORDER BY c.position, c.id, p.version`;
const SOURCES = 'SELECT id, kind, silent_after_ms FROM source';
const SERIES =
  'SELECT s.id, s.source_id, s.instance_id, i.component_id, i.region FROM series s JOIN instance i ON i.id = s.instance_id ORDER BY s.id';

/** Maps a row; a component without a policy is evaluated by the defaults. */
function toPolicy(row: PolicyRow): Policy {
  if (row.version === null) return DEFAULT_POLICY;
  return {
    version: row.version,
    effectiveFrom: row.effective_from.getTime(),
    silenceAfterMs: row.silence_after_ms as number,
    dataAgeLimitMs: row.data_age_limit_ms as number,
    latencyLimitUs: row.latency_limit_us as number | null,
    degradedAt: row.degraded_at as number,
    partialAt: row.partial_at as number,
    majorAt: row.major_at as number,
    coverageFloor: row.coverage_floor as number,
    confirmForMs: row.confirm_for_ms as number,
    recoverForMs: row.recover_for_ms as number,
  };
}

/** Loads the components with the versions of their policy that are or will be in force, ascending. */
export async function loadComponents(client: pg.ClientBase | pg.Pool): Promise<WorldComponent[]> {
  const { rows } = await client.query<PolicyRow>({ name: 'world-policies', text: POLICIES });
  const components = new Map<number, WorldComponent>();
  for (const row of rows) {
    const component = components.get(row.component_id) ?? {
      id: row.component_id,
      slug: row.slug,
      createdAt: row.made_at.getTime(),
      archivedAt: row.archived_at?.getTime() ?? null,
      policies: [],
    };
    component.policies.push(toPolicy(row));
    components.set(row.component_id, component);
  }
  return [...components.values()].map((component) => ({ ...component, policies: inForce(component.policies) }));
}

async function loadRules(client: pg.ClientBase): Promise<Map<number, SourceRule>> {
  const { rows } = await client.query<{ id: number; kind: SourceRule['kind']; silent_after_ms: number | null }>({
    name: 'world-sources',
    text: SOURCES,
  });
  return new Map(
    rows.map((r) => [
      r.id,
      r.kind === 'heartbeat' ? { kind: r.kind, silentAfterMs: r.silent_after_ms as number } : { kind: r.kind },
    ]),
  );
}

/** Loads all series by id. Ingest creates them, and moves the evaluation sequence when it changes a label. */
export async function loadSeries(client: pg.ClientBase): Promise<Map<number, WorldSeries>> {
  const { rows } = await client.query<{
    id: number;
    source_id: number;
    instance_id: number;
    component_id: number;
    region: string | null;
  }>({
    name: 'world-series',
    text: SERIES,
  });
  return new Map(
    rows.map((r) => [
      r.id,
      { id: r.id, sourceId: r.source_id, instance: r.instance_id, componentId: r.component_id, region: r.region },
    ]),
  );
}

export async function loadCatalogue(client: pg.ClientBase): Promise<Catalogue> {
  return { components: await loadComponents(client), rules: await loadRules(client) };
}

export async function loadWorld(client: pg.ClientBase): Promise<World> {
  return { ...(await loadCatalogue(client)), series: await loadSeries(client) };
}
