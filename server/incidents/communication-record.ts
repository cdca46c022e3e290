import { type Communication, communicationOf, type QuarterCommunication, quarterlyCommunication } from '#domain/communication';
import type { Instant } from '#domain/interval';
import type { Context } from '../context.ts';
import { spokenIncidents } from '../db/sql/spoken-incidents.ts';

/** How far back communication is shown. */
const SHOWN_MS_MAX = 3 * 366 * 86_400_000;

export type IncidentCommunication = { publicId: string; title: string; startedAt: Instant } & Communication;

/** How quickly public incidents were spoken of, each and by the quarter, newest first. What was withdrawn or merged is not counted. */
export async function communicationRecord(
  ctx: Pick<Context, 'web' | 'clock'>,
): Promise<{ quarters: QuarterCommunication[]; incidents: IncidentCommunication[] }> {
  const now = ctx.clock.now();
  const spoken = await spokenIncidents(ctx.web, now - SHOWN_MS_MAX);
  return {
    quarters: quarterlyCommunication(spoken, now),
    incidents: spoken.map((one) => ({ publicId: one.publicId, title: one.title, startedAt: one.startedAt, ...communicationOf(one, now) })),
  };
}
