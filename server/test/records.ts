import { noCounts } from '#domain/measurement/component-status';
import type { Status } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { saveCurrentState } from '#server/evaluation/sql/current-states';
import { replaceRawSteps } from '#server/evaluation/sql/raw-status';
import { replaceIntervals } from '#server/evaluation/sql/status-intervals';

type PlantedRecord = {
  intervals?: readonly (readonly [from: Instant, to: Instant | null, status: Status])[];
  /** Steps of the raw status. */
  raw?: readonly (readonly [at: Instant, status: Status])[];
  evaluatedUntil: Instant;
};

/** Replaces the record of a component by what evaluation would have written. */
export async function plantRecord(ctx: Context, slug: string, record: PlantedRecord): Promise<void> {
  const { intervals = [], raw = [], evaluatedUntil } = record;
  const { id } = await ctx.prisma.component.findUniqueOrThrow({ where: { slug } });
  for (const table of ['status_interval', 'raw_status', 'current_state'])
    await ctx.web.query(`DELETE FROM ${table} WHERE component_id = $1`, [id]);
  const client = await ctx.web.connect();
  try {
    await replaceIntervals(
      client,
      id,
      [],
      intervals.map(([from, to, status]) => ({ from, to, status })),
    );
    await replaceRawSteps(
      client,
      id,
      raw.map(([at, value]) => ({ at, value })),
      0,
      0,
    );
    await saveCurrentState(client, id, {
      evaluatedUntil,
      status: 'operational',
      since: evaluatedUntil,
      phase: 'steady',
      phaseSince: null,
      counts: noCounts(),
      regions: {},
      worstDataAgeMs: null,
      latestObservedAt: null,
      aliveAt: null,
    });
  } finally {
    client.release();
  }
}
