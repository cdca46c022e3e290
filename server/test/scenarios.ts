import type { Policy } from '#domain/measurement/policy';
import { END } from '#domain/test/arbitrary-scenario';
import type { Scenario, ScenarioProbe } from '#domain/test/naive-reference';
import { dayOf } from '#domain/time/calendar';
import type { Context } from '#server/context';
import { ensureDay } from '#server/ingest/sql/partitions';
import { type ProbeRow, storeProbes } from '#server/ingest/sql/probes';

const SLUGS = ['serving', 'analytics'];

/** Makes a probe of one of the instances of a component, sent by one agent. */
export function scenarioProbe(instance: number, at: number, health: ScenarioProbe['health']): ScenarioProbe {
  return { source: 0, component: 0, instance, at, health, dataAgeMs: null, latencyUs: null };
}

/** Makes a scenario of one agent. */
export function agentScenario(policies: Policy[], probes: ScenarioProbe[]): Scenario {
  return { sources: [{ id: 0, rule: { kind: 'agent' } }], policies, window: { from: 0, to: END }, probes };
}

/** Empties all tables of measurement, but keeps the components. */
export async function clear(ctx: Context): Promise<void> {
  await ctx.web.query(
    'TRUNCATE probe, dirty_range, state_run, raw_status, status_interval, current_state, series, instance, token, source, policy_version RESTART IDENTITY CASCADE',
  );
}

async function writePolicies(ctx: Context, policies: readonly Policy[], shift: number): Promise<void> {
  for (const p of policies)
    await ctx.web.query(
      `INSERT INTO policy_version SELECT id, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM component`,
      [
        p.version,
        new Date(p.effectiveFrom === 0 ? 0 : p.effectiveFrom + shift),
        p.silenceAfterMs,
        p.dataAgeLimitMs,
        p.latencyLimitUs,
        p.degradedAt,
        p.partialAt,
        p.majorAt,
        p.coverageFloor,
        p.confirmForMs,
        p.recoverForMs,
      ],
    );
}

/** Inserts the policies, sources and instances of a scenario into an empty database. Returns its probes as rows, shifted by `shift`. */
export async function plant(ctx: Context, scenario: Scenario, shift: number): Promise<ProbeRow[]> {
  await writePolicies(ctx, scenario.policies, shift);
  await ensureDay(ctx.web, dayOf(shift), shift);
  for (const { id, rule } of scenario.sources)
    await ctx.web.query(
      'INSERT INTO source (id, name, kind, silent_after_ms, created_at) VALUES ($1, $2, $3, $4, now())',
      [id + 1, `source-${id}`, rule.kind, rule.kind === 'heartbeat' ? rule.silentAfterMs : null],
    );
  const ids = new Map<string, number>();
  const rows: ProbeRow[] = [];
  for (const o of scenario.probes)
    rows.push({
      at: o.at + shift,
      seriesId: await seriesOf(ctx, o, ids),
      health: o.health,
      dataAgeMs: o.dataAgeMs,
      latencyUs: o.latencyUs,
      receivedAfterS: 0,
    });
  for (const lapse of scenario.lapses ?? [])
    await ctx.web.query(
      'WITH touched AS (INSERT INTO dirty_range (from_at, to_at) VALUES ($2, $2)) INSERT INTO alert_lapse (series_id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [await seriesOf(ctx, lapse, ids), new Date(lapse.at + shift)],
    );
  return rows;
}

async function seriesOf(
  ctx: Context,
  o: Pick<ScenarioProbe, 'source' | 'component' | 'instance'>,
  ids: Map<string, number>,
): Promise<number> {
  const key = `${o.source}/${o.component}/${o.instance}`;
  const found = ids.get(key);
  if (found) return found;
  const { rows } = await ctx.web.query(
    `WITH i AS (INSERT INTO instance (component_id, name, created_at) SELECT id, $2, now() FROM component WHERE slug = $1
       ON CONFLICT (component_id, name) DO UPDATE SET name = EXCLUDED.name RETURNING id)
     INSERT INTO series (source_id, instance_id) SELECT $3, id FROM i RETURNING id`,
    [SLUGS[o.component], `i${o.instance}`, o.source + 1],
  );
  ids.set(key, rows[0].id);
  return rows[0].id;
}

/** Stores rows like ingest does: sorted and without duplicate keys. */
export async function store(ctx: Context, rows: readonly ProbeRow[]): Promise<void> {
  const byKey = new Map(rows.map((row) => [`${row.at}/${row.seriesId}`, row]));
  const sorted = [...byKey.values()].sort((a, b) => a.at - b.at || a.seriesId - b.seriesId);
  if (sorted.length === 0) return;
  const client = await ctx.ingest.connect();
  try {
    await storeProbes(client, sorted);
  } finally {
    client.release();
  }
}
