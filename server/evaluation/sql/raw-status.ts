import type pg from 'pg';
import type { Status } from '#domain/measurement/status';
import type { Instant, Step } from '#domain/time/interval';

type Row = { at: Date; status: Status };
const PAGE = 200;

function toSteps(rows: readonly Row[]): Step<Status>[] {
  return rows.map((row) => ({ at: row.at.getTime(), value: row.status }));
}

/** Returns steps before (`older`) or after `t`, nearest first, page by page until `isEnough` returns true or there are no more. */
export async function rawStepsFrom(
  client: pg.ClientBase | pg.Pool,
  componentId: number,
  t: Instant,
  direction: 'older' | 'newer',
  isEnough: (steps: readonly Step<Status>[]) => boolean,
): Promise<Step<Status>[]> {
  const [compare, order] = direction === 'older' ? ['<', 'DESC'] : ['>', 'ASC'];
  const steps: Step<Status>[] = [];
  for (;;) {
    const { rows } = await client.query<Row>(
      `SELECT at, status FROM raw_status WHERE component_id = $1 AND at ${compare} $2 ORDER BY at ${order} LIMIT ${PAGE}`,
      [componentId, new Date(steps.at(-1)?.at ?? t)],
    );
    steps.push(...toSteps(rows));
    if (rows.length < PAGE || isEnough(steps)) return steps;
  }
}

/** Replaces the steps in [from, to]. */
export async function replaceRawSteps(
  client: pg.ClientBase,
  componentId: number,
  steps: readonly Step<Status>[],
  from: Instant,
  to: Instant,
): Promise<void> {
  await client.query('DELETE FROM raw_status WHERE component_id = $1 AND at >= $2 AND at <= $3', [
    componentId,
    new Date(from),
    new Date(to),
  ]);
  await client.query(
    'INSERT INTO raw_status (component_id, at, status) SELECT $1, to_timestamp(i.at_ms / 1000.0), i.status FROM unnest($2::float8[], $3::text[]) AS i(at_ms, status)',
    [componentId, steps.map((step) => step.at), steps.map((step) => step.value)],
  );
}

/** Inserts a step of `status` at `at`, unless a step exists there. */
export async function holdRawStatus(
  client: pg.ClientBase,
  componentId: number,
  at: Instant,
  status: Status,
): Promise<void> {
  await client.query('INSERT INTO raw_status (component_id, at, status) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    componentId,
    new Date(at),
    status,
  ]);
}
