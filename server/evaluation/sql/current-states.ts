import type pg from 'pg';
import type { Counts, RegionCounts } from '#domain/measurement/component-status';
import { type CurrentState, STALE_AFTER_MS } from '#domain/measurement/shown-state';
import type { Status } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';

/** `changedAt`: when its status or `since` last changed. */
export type StoredState = CurrentState & { changedAt: Instant };

type Row = {
  component_id: number;
  evaluated_until: Date;
  status: Status;
  since: Date;
  phase: StoredState['phase'];
  phase_since: Date | null;
  counts: Counts;
  regions: Record<string, RegionCounts>;
  worst_data_age_ms: number | null;
  latest_observed_at: Date | null;
  alive_at: Date | null;
  changed_at: Date;
};

/** A component whose state was too old to be shown has also changed once it is evaluated or alive again. */
const SAVE = `INSERT INTO current_state AS h (component_id, evaluated_until, status, since, phase, phase_since, counts, worst_data_age_ms, latest_observed_at, alive_at, regions, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $2)
ON CONFLICT (component_id) DO UPDATE SET evaluated_until = $2, status = $3, since = $4, phase = $5, phase_since = $6, counts = $7, worst_data_age_ms = $8,
  latest_observed_at = GREATEST($9, h.latest_observed_at), alive_at = GREATEST($10, h.alive_at), regions = $11,
  changed_at = CASE WHEN (h.status, h.since) IS DISTINCT FROM ($3, $4) OR $2 > h.evaluated_until + $12 * interval '1 ms' OR $10 > h.alive_at + $12 * interval '1 ms'
    THEN GREATEST($2, h.changed_at) ELSE h.changed_at END`;

function date(t: Instant | null): Date | null {
  return t === null ? null : new Date(t);
}

export async function saveCurrentState(client: pg.ClientBase, componentId: number, state: CurrentState): Promise<void> {
  await client.query({
    name: 'save-current-state',
    text: SAVE,
    values: [
      componentId,
      date(state.evaluatedUntil),
      state.status,
      date(state.since),
      state.phase,
      date(state.phaseSince),
      state.counts,
      state.worstDataAgeMs,
      date(state.latestObservedAt),
      date(state.aliveAt),
      state.regions,
      STALE_AFTER_MS,
    ],
  });
}

/** Records a newer probe of a late window, which does not set the current state. */
export async function noteObserved(client: pg.ClientBase, componentId: number, at: Instant): Promise<void> {
  await client.query(
    'UPDATE current_state SET latest_observed_at = GREATEST(latest_observed_at, $2), alive_at = GREATEST(alive_at, $2) WHERE component_id = $1',
    [componentId, new Date(at)],
  );
}

export async function loadCurrentStates(client: pg.ClientBase | pg.Pool): Promise<Map<number, StoredState>> {
  return byComponent((await client.query<Row>({ name: 'current-states', text: 'SELECT * FROM current_state' })).rows);
}

/** Returns the same as loadCurrentStates, on the connection of a transaction of incidents. */
export async function currentStatesWithin(
  tx: Pick<Prisma.TransactionClient, '$queryRaw'>,
): Promise<Map<number, StoredState>> {
  return byComponent(await tx.$queryRaw<Row[]>`SELECT * FROM current_state`);
}

function byComponent(rows: readonly Row[]): Map<number, StoredState> {
  return new Map(
    rows.map((row) => [
      row.component_id,
      {
        evaluatedUntil: row.evaluated_until.getTime(),
        status: row.status,
        since: row.since.getTime(),
        phase: row.phase,
        phaseSince: row.phase_since?.getTime() ?? null,
        counts: row.counts,
        regions: row.regions,
        worstDataAgeMs: row.worst_data_age_ms,
        latestObservedAt: row.latest_observed_at?.getTime() ?? null,
        aliveAt: row.alive_at?.getTime() ?? null,
        changedAt: row.changed_at.getTime(),
      },
    ]),
  );
}
