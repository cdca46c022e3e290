import {
  type Communication,
  communicationOf,
  type QuarterCommunication,
  quarterlyCommunication,
} from '#domain/incident/communication';
import { quarterOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { INCIDENTS_MAX, measuredIncidents } from '#server/incidents/sql/communication';

/** Number of quarters before the current one. */
const QUARTERS_BEFORE = 12;

export type IncidentCommunication = { publicId: string; title: string; startedAt: Instant } & Communication;

/**
 * Reads the communication of public incidents, per incident and per quarter, newest first. Withdrawn incidents do not count; merged ones count as part of their
 * target. A quarter is shown completely or not at all.
 */
export async function communicationRecord(
  ctx: Pick<Context, 'web' | 'clock'>,
): Promise<{ quarters: QuarterCommunication[]; incidents: IncidentCommunication[] }> {
  const now = ctx.clock.now();
  const measured = await measuredIncidents(ctx.web, quarterOf(now, -QUARTERS_BEFORE).from);
  const quarters = quarterlyCommunication(measured, now);
  const isCut = measured.length === INCIDENTS_MAX;
  return {
    quarters: isCut ? quarters.slice(0, -1) : quarters, // the oldest quarter is incomplete
    incidents: measured.map((one) => ({
      publicId: one.publicId,
      title: one.title,
      startedAt: one.startedAt,
      ...communicationOf(one, now),
    })),
  };
}
