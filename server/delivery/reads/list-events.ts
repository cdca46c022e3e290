import type { z } from 'zod';
import type { Context } from '#server/context';
import { type eventListSchema, eventQuerySchema } from '#server/delivery/event-schemas';
import { publishedEvents } from '#server/delivery/sql/published-events';
import { parseInput } from '#server/incidents/update/parse-input';

/** Lists published events in the order of publication, as webhooks got them, to catch up. Errors: invalid_input. */
export async function listEvents(ctx: Pick<Context, 'web'>, query: object): Promise<z.output<typeof eventListSchema>> {
  const { after, limit } = parseInput(eventQuerySchema, query);
  const rows = await publishedEvents(ctx.web, after, limit + 1); // one more shows whether there are more
  const events = rows
    .slice(0, limit)
    .map(({ position, body }) => ({ position: Number(position), ...JSON.parse(body) })); // fanOut stores what eventBody returns
  return { events, next: events.at(-1)?.position ?? after, hasMore: rows.length > limit };
}
