import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { manualClock } from '#server/clock';
import type { Context } from '#server/context';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { demoInstant } from './demo-faults.ts';
import { type BackfilledIncident, DEMO_INCIDENTS, type FalseAlarm } from './demo-incidents.ts';
import { demoAuthor } from './demo-staff.ts';
import { writeMonitoredIncident } from './write-monitored-incident.ts';

/** Past incidents were entered on the morning after. */
const ENTERED_AT = '08:30';

/**
 * Writes the incidents of the demo once its history is evaluated, each at its own time, as its authors. An incident that exists already stays as it is, so
 * an interrupted start can be repeated. `from`: the start of the history; older incidents are left out.
 */
export async function writeDemoIncidents(ctx: Context, began: Instant, from: Instant): Promise<void> {
  for (const one of DEMO_INCIDENTS) {
    const startedAt = demoInstant(began, one.ago, one.from);
    if (startedAt < from) continue;
    const acting = await demoAuthor(ctx, one.by);
    const at = (time: string) => demoInstant(began, one.ago, time);
    if (one.kind === 'monitored') await writeMonitoredIncident(acting, one, { startedAt, at });
    else if (one.kind === 'backfilled') await writeBackfilled(acting, one, { startedAt, began });
    else await writeFalseAlarm(acting, one, { startedAt, at });
  }
}

function findStarted({ prisma }: Context, startedAt: Instant) {
  return prisma.incident.findFirst({
    where: { startedAt: new Date(startedAt) },
    select: { publicId: true, withdrawnAt: true },
  });
}

async function writeBackfilled(
  ctx: ActingContext,
  { ago, title, component, updates }: BackfilledIncident,
  { startedAt, began }: { startedAt: Instant; began: Instant },
): Promise<void> {
  if (await findStarted(ctx, startedAt)) return;
  const clock = manualClock(demoInstant(began, ago - 1, ENTERED_AT));
  await backfillIncident(
    { ...ctx, clock },
    {
      title,
      startedAt: new Date(startedAt).toISOString(),
      updates: updates.map(({ at, state, body }) => ({
        state,
        body,
        occurredAt: new Date(demoInstant(began, ago, at)).toISOString(),
        affected: [{ component, status: state === 'resolved' ? 'operational' : 'degraded_performance' }],
      })),
    },
  );
}

async function writeFalseAlarm(
  ctx: ActingContext,
  { title, body, component, withdrawnAt, reason }: FalseAlarm,
  { startedAt, at }: { startedAt: Instant; at: (time: string) => Instant },
): Promise<void> {
  const found = await findStarted(ctx, startedAt);
  if (found?.withdrawnAt) return;
  const affected = [{ component, status: 'degraded_performance' as const }];
  const { incident } = found
    ? { incident: found.publicId }
    : await openIncident({ ...ctx, clock: manualClock(startedAt) }, { title, body, affected, separate: true });
  await withdrawIncident({ ...ctx, clock: manualClock(at(withdrawnAt)) }, { incident, reason });
}
