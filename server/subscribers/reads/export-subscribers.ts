import { stringify } from 'csv-stringify/sync';
import { impactOfLevel } from '#domain/subscription/subscription';
import { type ActingContext, authorize } from '#server/actor';
import { parseInput } from '#server/identity/people/parse-input';
import { auditRead } from '#server/subscribers/audit-read';
import { COLUMNS } from '#server/subscribers/parse-csv';
import { listSubscribersSchema } from '#server/subscribers/schemas';
import { type ExportedRow, exportedRows } from '#server/subscribers/sql/subscribers';

const EXPORTED_AT_ONCE = 1_000;
const HEADER = [...COLUMNS, 'ownerEmail', 'events', 'state'];

function csvOf(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: 'windows' },
  );
}

function cellsOf(row: ExportedRow): string[] {
  return [
    row.channel,
    row.address,
    row.components.join(' '),
    impactOfLevel(row.minimum_impact),
    row.language,
    row.time_zone ?? '',
    row.owner_email ?? '',
    row.kinds.join(' '),
    row.state,
  ];
}

/**
 * Streams subscribers as CSV that `subscriber import` accepts, and records the reading with its count at the end. No cell is a formula.
 * Those of a single incident are left out. Errors: forbidden, invalid_input.
 */
export async function* exportSubscribers(
  ctx: ActingContext,
  query: unknown = {},
  atOnce = EXPORTED_AT_ONCE,
): AsyncGenerator<string, void> {
  authorize(ctx, 'subscriber:read');
  const { page: _, perPage: __, ...filter } = parseInput(listSubscribersSchema, query);
  yield csvOf([HEADER]);
  let count = 0;
  let after = 0;
  try {
    for (;;) {
      const rows = await exportedRows(ctx.staff, filter, { after, limit: atOnce });
      count += rows.length;
      yield csvOf(rows.map(cellsOf));
      after = rows.at(-1)?.key ?? after; // the keys increase, so the loop ends
      if (rows.length < atOnce) return;
    }
  } finally {
    await auditRead(ctx, 'subscriber:export', { count, filter }); // also where the reader has stopped reading
  }
}
