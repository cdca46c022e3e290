import type { Counts } from '#domain/measurement/component-status';
import type { IncidentTransaction } from './incident-writes.ts';

type Row = { component_id: number; regions: Record<string, Counts> };

/** Reads how many instances are in each state by the last evaluation: by component, then by region. */
export async function regionCounts(
  tx: IncidentTransaction,
  componentIds: readonly number[],
): Promise<Map<number, Row['regions']>> {
  const rows = await tx.$queryRaw<Row[]>`SELECT component_id, regions FROM current_state
    WHERE component_id = ANY(${[...componentIds]})`;
  return new Map(rows.map(({ component_id, regions }) => [component_id, regions]));
}
