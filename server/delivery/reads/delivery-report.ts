import type { EventKind } from '#domain/delivery/kind';
import type { Progress } from '#domain/delivery/progress';
import type { IncidentState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import {
  type CountsRow,
  channelRows,
  countsRow,
  type DeadRow,
  deadRows,
  type EventRow,
  eventRows,
  notAttemptedRows,
  type ReasonRow,
  reasonRows,
  type SummaryRow,
  type UnsentRow,
} from '#server/delivery/sql/delivery-report';

/** Events that the console lists. */
const EVENTS_MAX = 20;
/** Events whose deliveries the page of an incident counts. */
const INCIDENT_EVENTS_MAX = 50;
/** Dead deliveries, and those of one reason that were not attempted, that the console lists one by one. */
const DEAD_MAX = 50;
const LISTED_MAX = 100;
/** Which deliveries that were not attempted are listed: a channel and an outcome. */
const VIEW = /^(email|webhook)-([a-z_]{1,20})$/;
const PUBLIC_ID = /^[a-z0-9]{12}$/;

/** `medianMs`: of the time to delivery of what was sent; `nextAt`: when the next deferred one is tried. */
export type ReportedProgress = Progress & { medianMs: number | null; nextAt: Instant | null };
export type ReportedEvent = Progress & {
  id: string;
  kind: EventKind;
  /** The id of its update, and the state that it set; null for an event without an update. */
  update: string | null;
  state: IncidentState | null;
  incident: { publicId: string; title: string };
  /** Its deliveries are no longer retained, only their numbers. */
  isDeleted: boolean;
};
/** Deliveries that were not sent for the same reason. `code`: the status code of the response; `hosts`: at most four. */
export type DeliveryReason = Omit<ReasonRow, 'next_at'> & { nextAt: Instant };
export type DeadDelivery = DeadRow;
/** A delivery that was not attempted. `reason`: why its address is suppressed, and since when. */
export type UnsentDelivery = Omit<UnsentRow, 'suppressed_at'> & { suppressedAt: Instant | null };
export type DeliveryReport = {
  now: Instant;
  events: ReportedEvent[];
  /** The chosen event, or the latest one. */
  shown: {
    event: ReportedEvent & ReportedProgress;
    channels: (ReportedProgress & { channel: 'email' | 'webhook' })[];
    reasons: DeliveryReason[];
    /** The first dead deliveries, one by one. */
    dead: DeadDelivery[];
    /** Those that were not attempted, of the chosen reason. */
    listed: UnsentDelivery[];
  } | null;
};

/** `view`: a channel and an outcome, like `email-suppressed`, whose deliveries are listed one by one. */
type Asked = { incident?: string | undefined; event?: string | undefined; view?: string | undefined };

/**
 * Reads the delivery results of the latest events, of one incident or of all, and of one of them in detail. Contains no addresses. Errors:
 * forbidden.
 */
export async function deliveryReport(
  ctx: ActingContext,
  { incident = '', event = '', view = '' }: Asked,
): Promise<DeliveryReport> {
  authorize(ctx, 'incident:read');
  const limit = { incident: PUBLIC_ID.test(incident) ? incident : null, limit: EVENTS_MAX };
  const latest = (await eventRows(ctx.staff, limit)).map(toEvent);
  const isOlder = PUBLIC_ID.test(event) && latest.every(({ id }) => id !== event);
  const older = isOlder ? (await eventRows(ctx.staff, { ...limit, event })).map(toEvent) : [];
  const events = [...latest, ...older];
  const chosen = events.find(({ id }) => id === event) ?? events[0];
  const now = ctx.clock.now();
  if (!chosen) return { now, events, shown: null };
  const published = new Date(chosen.publishedAt);
  const channels = await channelRows(ctx.staff, chosen.id);
  const reasons = await reasonRows(ctx.staff, chosen.id);
  return {
    now,
    events,
    shown: {
      event: chosen.isDeleted
        ? { ...chosen, medianMs: null, nextAt: null }
        : { ...chosen, ...timedProgressOf(await countsRow(ctx.staff, chosen.id), published) },
      channels: channels.map((row) => ({ channel: row.channel, ...timedProgressOf(row, published) })),
      reasons: reasons.map(({ next_at, ...reason }) => ({
        ...reason,
        hosts: reason.hosts ?? [],
        nextAt: next_at.getTime(),
      })),
      dead: chosen.dead === 0 || chosen.isDeleted ? [] : await deadRows(ctx.staff, chosen.id, DEAD_MAX),
      listed: await listedOf(ctx, chosen.id, view),
    },
  };
}

async function listedOf(ctx: ActingContext, event: string, view: string): Promise<UnsentDelivery[]> {
  const [, channel, outcome] = VIEW.exec(view) ?? [];
  if (channel === undefined || outcome === undefined) return [];
  const rows = await notAttemptedRows(ctx.staff, event, { channel, outcome, limit: LISTED_MAX });
  return rows.map(({ suppressed_at, ...row }) => ({ ...row, suppressedAt: suppressed_at?.getTime() ?? null }));
}

/** Reads the progress of the latest events of an incident, newest first. Errors: forbidden. */
export async function incidentDeliveries(ctx: ActingContext, incident: string): Promise<ReportedEvent[]> {
  authorize(ctx, 'incident:read');
  return (await eventRows(ctx.staff, { incident, limit: INCIDENT_EVENTS_MAX })).map(toEvent);
}

function toEvent(row: EventRow): ReportedEvent {
  return {
    id: row.id,
    kind: row.kind,
    update: row.update,
    state: row.state,
    incident: { publicId: row.incident, title: row.title },
    isDeleted: row.is_deleted,
    ...progressOf(row, row.created_at),
  };
}

function progressOf(row: SummaryRow, publishedAt: Date): Progress {
  const { sent, waiting, deferred, suppressed, dead, last_sent_at } = row;
  return {
    sent,
    waiting,
    deferred,
    suppressed,
    dead,
    publishedAt: publishedAt.getTime(),
    lastSentAt: last_sent_at?.getTime() ?? null,
  };
}

function timedProgressOf(row: CountsRow, publishedAt: Date): ReportedProgress {
  return { ...progressOf(row, publishedAt), medianMs: row.median_ms, nextAt: row.next_at?.getTime() ?? null };
}
