import { contradictionsOf } from '#domain/incident/contradiction';
import type { IncidentState } from '#domain/incident/incident';
import { type AnnouncingUpdate, nextUpdateDue } from '#domain/incident/next-update';
import { lowCoverageOf } from '#domain/measurement/low-coverage';
import { toneOf } from '#domain/measurement/tone';
import { type ActingContext, authorize } from '#server/actor';
import { systemSummary } from '#server/site/summary';
import { openAlerts } from './open-alerts.ts';
import type { OnCallIncident, OnCallOverview, WaitingText } from './view.ts';

const OPEN_MAX = 200;
const WAITING_MAX = 50;
/** So many of the newest words are asked what they promise: a person's is among them, or none is awaited. */
const WORDS_MAX = 20;
const CLOSED: IncidentState[] = ['resolved', 'postmortem'];

/** Alerts, open incidents, what probes see now, what they do not see, and where probes and incidents disagree. Errors: forbidden. */
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
    where: { state: { notIn: CLOSED }, withdrawnAt: null, mergedIntoId: null },
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
        take: WORDS_MAX,
      },
    },
  });
  return rows.map(({ updates, components, ...row }) => ({
    publicId: row.publicId,
    title: row.title,
    state: row.state as IncidentState, // checked by the table
    startedAt: row.startedAt.getTime(),
    isPublic: row.publicAt !== null,
    isAcknowledged: row.acknowledgedAt !== null,
    heldUntil: row.heldUntil?.getTime() ?? null,
    components: components.map((one) => one.component.name),
    nextUpdateBy: nextUpdateDue(updates.map(wordOf).reverse()),
    lastSaidAt: updates[0]?.publishedAt.getTime() ?? null,
  }));
}

/** What waits for a second person, also of incidents that are over. */
async function waitingTexts(ctx: ActingContext): Promise<WaitingText[]> {
  const rows = await ctx.prisma.incidentDraft.findMany({
    where: { isReady: true, incident: { withdrawnAt: null, mergedIntoId: null } },
    orderBy: { savedAt: 'asc' },
    take: WAITING_MAX,
    select: { savedAt: true, incident: { select: { publicId: true, title: true } } },
  });
  return rows.map(({ savedAt, incident }) => ({ ...incident, since: savedAt.getTime() }));
}

type Said = { state: string; publishedAt: Date; nextUpdateBy: Date | null; authorKind: string };

function wordOf({ state, publishedAt, nextUpdateBy, authorKind }: Said): AnnouncingUpdate {
  const isAutomatic = authorKind === 'system';
  return {
    state: state as IncidentState,
    publishedAt: publishedAt.getTime(),
    nextUpdateBy: nextUpdateBy?.getTime() ?? null,
    isAutomatic,
  }; // checked by the table
}
