import { reachedShare } from '#domain/delivery/progress';
import type { Context } from '#server/context';
import { measuredIncidents } from '#server/incidents/sql/communication';
import { sentEvents } from '#server/replay/sql/notifications';

const isoOf = (at: Date | null) => (at === null ? null : at.toISOString());

/**
 * Returns when the messages of each event were sent, by the clock of the replay, and for each incident the figure that readers see. `slowestMs`: the time
 * from an update to its last message, for the slowest update.
 */
export async function notificationReport(ctx: Pick<Context, 'web'>) {
  const events = (await sentEvents(ctx.web)).map((event) => ({
    ...event,
    confirmedAt: isoOf(event.confirmedAt),
    publishedAt: event.publishedAt.toISOString(),
    firstSentAt: isoOf(event.firstSentAt),
    medianSentAt: isoOf(event.medianSentAt),
    lastSentAt: isoOf(event.lastSentAt),
  }));
  const incidents = (await measuredIncidents(ctx.web, 0)).map(({ publicId, notified }) => ({
    incident: publicId,
    recipients: notified.recipients,
    sent: notified.sent,
    slowestMs: notified.ms,
  }));
  return { events, incidents };
}

export type NotificationReport = Awaited<ReturnType<typeof notificationReport>>;

const HEAD = ['event', 'sent', 'confirmed', 'published', 'first sent', 'median', 'last'];
const DATE_LENGTH = 11;

/** Formats the report for people: a line per event with times of day, then one per incident. Names a confirmation once, with the event that follows it. */
export function notificationText({ events, incidents }: NotificationReport): string {
  const rows = events.map((e, i) => {
    const confirmedAt = e.confirmedAt === events[i - 1]?.confirmedAt ? null : e.confirmedAt;
    const times = [confirmedAt, e.publishedAt, e.firstSentAt, e.medianSentAt, e.lastSentAt];
    return [e.kind, `${e.sent} of ${e.recipients}`, ...times.map((at) => at?.slice(DATE_LENGTH) ?? '–')];
  });
  return [...tableLines([HEAD, ...rows]), ...incidents.map(incidentLine)].join('\n');
}

function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function incidentLine({ incident, recipients, sent, slowestMs }: NotificationReport['incidents'][number]): string {
  const share = reachedShare({ sent, total: recipients, ms: slowestMs });
  if (share === null) return `incident ${incident}: no recipients`;
  const within = share.withinMs === null ? '' : ` within ${share.withinMs / 1_000} s`;
  return `incident ${incident}: ${sent} of ${recipients} messages sent (${share.percent} %)${within} of their update`;
}
