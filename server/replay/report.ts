import type { Instant, Span } from '#domain/interval';
import type { Context } from '../context.ts';
import { componentRows } from '../db/sql/summary.ts';
import { componentIntervals, componentUptime } from '../sla/component-record.ts';

/** What a replay came out as, over the window of its probes. What is not built yet is empty or 0. */
export async function replayReport(ctx: Pick<Context, 'web' | 'clock'>, window: Span) {
  const components = [];
  for (const { slug } of await componentRows(ctx.web)) {
    const { intervals } = await componentIntervals(ctx, { component: slug, ...window });
    const { upMs, downMs, degradedMs, unknownMs, uptimeMillionths } = await componentUptime(ctx, { component: slug, ...window });
    const shown = intervals.map(({ from, to, status }) => ({ from, to, status, ms: Date.parse(to) - Date.parse(from) }));
    components.push({ component: slug, intervals: shown, upMs, downMs, degradedMs, unknownMs, uptimeMillionths });
  }
  return { components, incidents: [], communication: [], mails: 0, webhooks: 0 };
}

export type Report = Awaited<ReturnType<typeof replayReport>>;

function minutes(ms: number): string {
  return `${(ms / 60_000).toFixed(3)} min`;
}

/** The report as lines for people. */
export function reportText({ components }: Report, window: { from: Instant; to: Instant }): string {
  const lines = [`${new Date(window.from).toISOString()} – ${new Date(window.to).toISOString()}`];
  for (const c of components) {
    const uptime = c.uptimeMillionths === null ? 'no data' : `uptime ${(c.uptimeMillionths / 10_000).toFixed(4)} %`;
    lines.push(`${c.component}: down ${minutes(c.downMs)}, unknown ${minutes(c.unknownMs)}, ${uptime} of the window`);
    for (const i of c.intervals) lines.push(`  ${i.from}  ${i.to}  ${i.status} (${minutes(i.ms)})`);
  }
  return lines.join('\n');
}
