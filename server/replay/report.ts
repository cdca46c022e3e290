import { episodeSpans } from '#domain/incident/public-incident';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { sentMessages } from '#server/delivery/sql/sent-messages';
import { componentRows } from '#server/evaluation/sql/components';
import { publicIncidents } from '#server/incidents/reads/public-incidents';
import { measuredIncidents } from '#server/incidents/sql/communication';
import { componentIntervals, componentUptime, iso } from '#server/sla/component-record';
import { type NotificationReport, notificationText } from './notification-report.ts';
import { type PostmortemReport, postmortemText } from './postmortem-report.ts';

const INCIDENTS_MAX = 1_000;

/** Returns the intervals and figures of each component over the window of the probes. */
export async function componentsReport(ctx: Pick<Context, 'web' | 'clock'>, window: Span) {
  const components = [];
  for (const { slug } of await componentRows(ctx.web)) {
    const { intervals } = await componentIntervals(ctx, { component: slug, ...window });
    const { upMs, downMs, degradedMs, unknownMs, uptimeMillionths } = await componentUptime(ctx, {
      component: slug,
      ...window,
    });
    const shown = intervals.map(({ from, to, status }) => ({
      from,
      to,
      status,
      ms: Date.parse(to) - Date.parse(from),
    }));
    components.push({ component: slug, intervals: shown, upMs, downMs, degradedMs, unknownMs, uptimeMillionths });
  }
  return components;
}

/** Returns the incidents of a replay, with episodes within the window. `mails`, `webhooks`: messages that subscribers were sent. */
export async function incidentsReport(ctx: Pick<Context, 'web' | 'clock'>, window: Span) {
  const found = await publicIncidents(ctx, { kind: 'page', limit: INCIDENTS_MAX, offset: 0 });
  const incidents = found.map(({ publicId, episodes, updates }) => ({
    id: publicId,
    episodes: episodeSpans(episodes, window.to).map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
    updates: updates.length,
  }));
  return { incidents, communication: await communicationOfWindow(ctx), ...(await sentMessages(ctx.web)) };
}

/** Returns for each incident when its first outage began, when monitoring confirmed it, and when it was first public. */
async function communicationOfWindow(ctx: Pick<Context, 'web'>) {
  const spoken = await measuredIncidents(ctx.web, 0);
  const isoOrNull = (t: Instant | null) => (t === null ? null : iso(t));
  return spoken.map(({ publicId, firstBadAt, detectedAt, publicAt }) => ({
    incident: publicId,
    firstBadAt: isoOrNull(firstBadAt),
    confirmedAt: isoOrNull(detectedAt),
    firstPublicAt: iso(publicAt),
  }));
}

/** `notifications`: only of a replay with subscribers. */
export type Report = Awaited<ReturnType<typeof incidentsReport>> & {
  components: Awaited<ReturnType<typeof componentsReport>>;
  postmortems: PostmortemReport[];
  notifications?: NotificationReport;
};

function minutes(ms: number): string {
  return `${(ms / 60_000).toFixed(3)} min`;
}

/** Formats the report for people. */
export function reportText(
  { components, incidents, communication, postmortems, mails, webhooks, notifications }: Report,
  window: { from: Instant; to: Instant },
): string {
  const lines = [`${new Date(window.from).toISOString()} – ${new Date(window.to).toISOString()}`];
  for (const c of components) {
    const uptime = c.uptimeMillionths === null ? 'no data' : `uptime ${(c.uptimeMillionths / 10_000).toFixed(4)} %`;
    lines.push(`${c.component}: down ${minutes(c.downMs)}, unknown ${minutes(c.unknownMs)}, ${uptime} of the window`);
    for (const i of c.intervals) lines.push(`  ${i.from}  ${i.to}  ${i.status} (${minutes(i.ms)})`);
  }
  for (const { id, episodes, updates } of incidents) {
    lines.push(
      `incident ${id}: ${updates} updates, first public ${communication.find((one) => one.incident === id)?.firstPublicAt ?? '–'}`,
    );
    for (const { from, to } of episodes) lines.push(`  ${from}  ${to} (${minutes(Date.parse(to) - Date.parse(from))})`);
  }
  lines.push(...postmortems.map(postmortemText));
  if (notifications) lines.push(`${mails} e-mails and ${webhooks} webhooks sent`, notificationText(notifications));
  return lines.join('\n');
}
