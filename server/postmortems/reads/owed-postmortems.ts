import { DAY_MS } from '#domain/time/calendar';
import { dayAt } from '#domain/time/day';
import { type ActingContext, authorize } from '#server/actor';
import { owedRows } from '#server/postmortems/sql/owed-postmortems';
import type { OwedPostmortem } from '#server/postmortems/view-types';

/** How long an outage without a post-mortem is listed, if none was promised or started. */
const LISTED_DAYS = 90;

/** Lists incidents without a published post-mortem: those that were promised or started, and recent outages. The earliest promise first. Errors: forbidden. */
export async function owedPostmortems(ctx: ActingContext): Promise<OwedPostmortem[]> {
  authorize(ctx, 'incident:read');
  const now = ctx.clock.now();
  const rows = await owedRows(ctx.staff, now - LISTED_DAYS * DAY_MS);
  return rows.map((row) => ({
    incident: {
      publicId: row.public_id,
      title: row.title,
      startedAt: row.started_at.getTime(),
      resolvedAt: row.resolved_at?.getTime() ?? null,
    },
    postmortem: row.postmortem === null || row.state === null ? null : { publicId: row.postmortem, state: row.state },
    promisedOn: row.promised_on,
    isOverdue: row.promised_on !== null && row.promised_on < dayAt(now),
  }));
}
