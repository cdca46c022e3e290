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

/** Communication is shown of this quarter and so many before it. */
const QUARTERS_BEFORE = 12;

export type IncidentCommunication = { publicId: string; title: string; startedAt: Instant } & Communication;

/**
 * How quickly public incidents were spoken of, each and by the quarter, newest first. What was withdrawn is not counted; what was merged counts as a part of
 * the incident that it went on in. A quarter is shown whole or not at all.
 */
export async function communicationRecord(
  ctx: Pick<Context, 'web' | 'clock'>,
): Promise<{ quarters: QuarterCommunication[]; incidents: IncidentCommunication[] }> {
  const now = ctx.clock.now();
  const spoken = await measuredIncidents(ctx.web, quarterOf(now, -QUARTERS_BEFORE).from);
  const quarters = quarterlyCommunication(spoken, now);
  const isCut = spoken.length === INCIDENTS_MAX;
  return {
    quarters: isCut ? quarters.slice(0, -1) : quarters, // of the oldest not all were read
    incidents: spoken.map((one) => ({
      publicId: one.publicId,
      title: one.title,
      startedAt: one.startedAt,
      ...communicationOf(one, now),
    })),
  };
}
