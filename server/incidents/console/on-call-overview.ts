import { contradictionsOf } from '#domain/incident/contradiction';
import type { IncidentState } from '#domain/incident/incident';
import { lowCoverageOf } from '#domain/measurement/low-coverage';
import { toneOf } from '#domain/measurement/tone';
import { type ActingContext, authorize } from '#server/actor';
import { nextUpdateOf } from '#server/incidents/reads/next-update-of';
import { postmortemTasks } from '#server/postmortems/reads/postmortem-tasks';
import { systemSummary } from '#server/site/summary';
import { openAlerts } from './open-alerts.ts';
import type { OnCallIncident, OnCallOverview, WaitingText } from './view-types.ts';

const OPEN_MAX = 200;
const WAITING_MAX = 50;
/** The newest updates that are read for the next update that is due; the latest of a person is assumed to be among them. */
const UPDATES_MAX = 20;

/**
 * Returns what on-call staff need: alerts, open incidents, drafts awaiting approval, post-mortems that are due, current monitoring, missing data and
 * contradictions. Errors: forbidden.
 */
export async function onCallOverview(ctx: ActingContext): Promise<OnCallOverview> {
  authorize(ctx, 'incident:read');
  const summary = await systemSummary(ctx);
  const components = summary.components.toSorted((a, b) => a.position - b.position);
  const shown = components.map((component) => ({ ...component, tone: toneOf({ ...component, stated: null }) }));
  return {
    now: summary.generatedAt,
    alerts: await openAlerts(ctx),
    incidents: await openIncidents(ctx),
    waiting: await waitingTexts(ctx),
    postmortems: await postmortemTasks(ctx),
    components: shown.map((component) => ({
      slug: component.slug,
      name: component.name,
      tone: component.tone,
      since: component.since,
      phase: component.phase,
      phaseSince: component.phaseSince,
      counts: component.counts,
      worstDataAgeMs: component.worstDataAgeMs,
    })),
    contradictions: contradictionsOf(components),
    unseen: lowCoverageOf(shown),
  };
}

async function openIncidents(ctx: ActingContext): Promise<OnCallIncident[]> {
  const rows = await ctx.prisma.incident.findMany({
    where: { isOpen: true },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: OPEN_MAX,
    select: {
      publicId: true,
      title: true,
      state: true,
      startedAt: true,
      publicAt: true,
      acknowledgedAt: true,
      heldUntil: true,
      components: { select: { component: { select: { name: true } } } },
      updates: {
        where: { audience: { has: 'public' } },
        select: { state: true, publishedAt: true, nextUpdateBy: true, authorKind: true },
        orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
        take: UPDATES_MAX,
      },
    },
  });
  return rows.map(({ updates, components, ...row }) => ({
    publicId: row.publicId,
    title: row.title,
    state: row.state as IncidentState, // the table's CHECK lists the states
    startedAt: row.startedAt.getTime(),
    isPublic: row.publicAt !== null,
    isAcknowledged: row.acknowledgedAt !== null,
    heldUntil: row.heldUntil?.getTime() ?? null,
    components: components.map((one) => one.component.name),
    nextUpdateBy: nextUpdateOf(updates),
    lastUpdateAt: updates[0]?.publishedAt.getTime() ?? null,
  }));
}

/** Reads drafts awaiting approval, including those of closed incidents. */
async function waitingTexts(ctx: ActingContext): Promise<WaitingText[]> {
  const rows = await ctx.prisma.incidentDraft.findMany({
    where: { isReady: true, incident: { withdrawnAt: null, mergedIntoId: null } },
    orderBy: { savedAt: 'asc' },
    take: WAITING_MAX,
    select: { savedAt: true, incident: { select: { publicId: true, title: true } } },
  });
  return rows.map(({ savedAt, incident }) => ({ ...incident, since: savedAt.getTime() }));
}
