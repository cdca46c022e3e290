import type pg from 'pg';
import { decideFanOut, type FanOutDecision } from '#domain/delivery/breaker';
import type { PublicIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { readBrand } from '#server/catalog/reads/read-brand';
import type { Context } from '#server/context';
import { audienceOf } from '#server/delivery/audience-of';
import { type MailContent, mailContent } from '#server/delivery/channels/mail-content';
import { noteActivity } from '#server/delivery/sql/activity';
import {
  type DueEvent,
  endIncidentSubscriptions,
  insertDeliveries,
  nextDueEvent,
  pauseForVolume,
  readVolume,
  settleEvent,
  withDueEvent,
  withFanOutLock,
} from '#server/delivery/sql/fan-out';
import { publicIncidents } from '#server/incidents/reads/public-incidents';
import { eventBody } from '#server/site/formats/events/event-body';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { systemSummary } from '#server/site/summary';
import { wake } from './wake.ts';

/** Events of one run. The next run continues. */
const EVENTS_MAX = 100;

/**
 * Fans out the events that are due: gives each its position and body, and writes one delivery per recipient, in one transaction per event. Only one process
 * fans out at a time. An event that cannot be fanned out now delays only those of its incident. Returns the number of events and deliveries.
 */
export async function fanOut(ctx: Context): Promise<{ events: number; deliveries: number }> {
  return withFanOutLock(ctx.worker, async (client) => {
    await noteActivity(client, ctx.clock.now()); // before deliveries are due, so that they are not older than the activity
    await endIncidentSubscriptions(client, ctx.clock.now()); // before what follows the post-mortem is fanned out
    const done = { events: 0, deliveries: 0 };
    const waiting: number[] = [];
    let failure: unknown;
    for (let i = 0; i < EVENTS_MAX; i++) {
      const now = ctx.clock.now();
      const event = await nextDueEvent(client, now, waiting);
      const decision = event && (await decide(ctx, client, event, now));
      if (!event || !decision) break;
      const count = await fanOutEvent(ctx, client, { event, decision, now }).catch((error: unknown) => {
        failure ??= error;
        return null;
      });
      if (count === null) waiting.push(event.incident_id);
      else done.events += 1;
      done.deliveries += count ?? 0;
    }
    if (failure !== undefined) throw failure;
    return done;
  });
}

/** Decides whether an event is sent. Returns null while sending is paused. */
async function decide(
  ctx: Context,
  client: pg.PoolClient,
  { created_at, notifies }: DueEvent,
  now: Instant,
): Promise<Decided | null> {
  const volume = await readVolume(client, now);
  const decision = decideFanOut({ createdAt: created_at.getTime(), notifies }, { now, ...volume });
  if (decision === 'pause') {
    await pauseForVolume(client, now);
    ctx.log.error(volume, 'deliveries paused: the volume is far above normal');
  }
  return decision === 'wait' || decision === 'pause' ? null : decision;
}

type Decided = Exclude<FanOutDecision, 'wait' | 'pause'>;
type Deciding = { event: DueEvent; decision: Decided; now: Instant };

/** Fans out an event. Returns the number of its deliveries; null if it stays in the outbox. */
async function fanOutEvent(
  ctx: Context,
  client: pg.PoolClient,
  { event, decision, now }: Deciding,
): Promise<number | null> {
  const shown = await readShown(ctx, event);
  return withDueEvent(client, event, now, async () => {
    const settled = { id: event.id, now, deliveryCount: 0 };
    if (shown === null) {
      await settleEvent(client, { ...settled, outcome: 'cancelled', body: null, mail: null });
      return 0;
    }
    const { incident, body, mail } = shown;
    const deliveryCount = decision === 'send' ? await insertDeliveries(client, event, audienceOf(incident), now) : 0;
    await settleEvent(client, {
      ...settled,
      deliveryCount,
      outcome: decision === 'send' ? 'fanned_out' : decision,
      body,
      mail,
    });
    if (deliveryCount > 0) for (const lane of ['webhook', 'mail'] as const) await wake(client, lane);
    return deliveryCount;
  });
}

/** Reads the incident of an event as readers see it now, and formats what webhooks and mails contain. Null if it is no longer public. */
async function readShown(
  ctx: Context,
  { public_id: publicId, kind, occurred_at, incident: id, recipients, update }: DueEvent,
): Promise<{ incident: PublicIncident; body: string; mail: MailContent } | null> {
  const [incident] = await publicIncidents(ctx, { kind: 'one', publicId: id });
  if (!incident) return null;
  const page = pageV2(ctx, await readBrand(ctx));
  const summary = await systemSummary(ctx);
  const body = eventBody({ publicId, kind, occurredAt: occurred_at.getTime() }, { incident, summary, page });
  return {
    incident,
    body,
    mail: mailContent({ incident, summary }, { update, isCorrection: recipients === 'readers' }),
  };
}
