import {
  impactOfLevel,
  type MinimumImpact,
  type SubscriberChannel,
  type SubscriberState,
} from '#domain/subscription/subscription';
import { type ActingContext, authorize } from '#server/actor';
import { parseInput } from '#server/identity/people/parse-input';
import { auditRead } from '#server/subscribers/audit-read';
import { listSubscribersSchema } from '#server/subscribers/schemas';
import {
  countSubscribers,
  type SubscriberCounts,
  type SubscriberRow,
  subscriberRows,
} from '#server/subscribers/sql/subscribers';

/** A subscriber as admins and the API see it. Instants are ISO 8601. `components`: empty means all. */
export type ListedSubscriber = {
  id: string;
  channel: SubscriberChannel;
  address: string;
  ownerEmail: string | null;
  state: SubscriberState;
  stateReason: string | null;
  stateAt: string;
  failingSince: string | null;
  components: string[];
  incident: string | null;
  minimumImpact: MinimumImpact;
  events: string[];
  language: string;
  timeZone: string | null;
  format: string;
  createdAt: string;
  confirmedAt: string | null;
  lastDeliveryAt: string | null;
};
export type SubscriberPage = {
  page: number;
  perPage: number;
  hasMore: boolean;
  counts: SubscriberCounts;
  subscribers: ListedSubscriber[];
};

function listed(row: SubscriberRow): ListedSubscriber {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    channel: row.channel,
    address: row.address,
    ownerEmail: row.owner_email,
    state: row.state,
    stateReason: row.state_reason,
    stateAt: row.state_at.toISOString(),
    failingSince: iso(row.failing_since),
    components: row.components,
    incident: row.incident,
    minimumImpact: impactOfLevel(row.minimum_impact),
    events: row.kinds,
    language: row.language,
    timeZone: row.time_zone,
    format: row.format,
    createdAt: row.created_at.toISOString(),
    confirmedAt: iso(row.confirmed_at),
    lastDeliveryAt: iso(row.last_delivery_at),
  };
}

/** Lists a page of subscribers with their addresses, the failing ones first, and records the reading. Errors: forbidden, invalid_input. */
export async function listSubscribers(ctx: ActingContext, query: unknown): Promise<SubscriberPage> {
  authorize(ctx, 'subscriber:read');
  const { page, perPage, ...filter } = parseInput(listSubscribersSchema, query);
  const rows = await subscriberRows(ctx.staff, filter, { limit: perPage + 1, offset: (page - 1) * perPage }); // one more shows whether there is another page
  const counts = await countSubscribers(ctx.staff, filter);
  const subscribers = rows.slice(0, perPage).map(listed);
  await auditRead(ctx, 'subscriber:read', { count: subscribers.length, filter: { page, ...filter } });
  return { page, perPage, hasMore: rows.length > perPage, counts, subscribers };
}
