import { z } from 'zod';
import { EVENT_KINDS } from '#domain/delivery/kind';
import {
  MINIMUM_IMPACTS,
  SUBSCRIBER_CHANNELS,
  SUBSCRIBER_STATES,
  WEBHOOK_FORMATS,
} from '#domain/subscription/subscription';
import { addSubscriberSchema, LANGUAGES, listSubscribersSchema, subscriberIdSchema } from '#server/subscribers/schemas';
import { answer, json, operation } from './operation.ts';

const REFUSALS = [400, 404, 413, 422];
const instant = z.iso.datetime();
const count = z.number().int();
const id = z.string().meta({ description: '12 letters and digits', example: 'k3f9a0c2m7xq' });

const listed = z
  .strictObject({
    id,
    channel: z.enum(SUBSCRIBER_CHANNELS),
    address: z.string(),
    ownerEmail: z.string().nullable(),
    state: z.enum(SUBSCRIBER_STATES),
    stateReason: z.string().nullable(),
    stateAt: instant,
    failingSince: instant.nullable(),
    components: z.array(z.string()).meta({ description: 'Slugs of components; empty: all' }),
    incident: z.string().nullable(),
    minimumImpact: z.enum(MINIMUM_IMPACTS),
    events: z.array(z.enum(EVENT_KINDS)),
    language: z.enum(LANGUAGES),
    timeZone: z.string().nullable(),
    format: z.enum(WEBHOOK_FORMATS),
    createdAt: instant,
    confirmedAt: instant.nullable(),
    lastDeliveryAt: instant.nullable(),
  })
  .meta({ id: 'Subscriber' });
const page = z.strictObject({
  page: count,
  perPage: count,
  hasMore: z.boolean(),
  counts: z.strictObject({
    channels: z.strictObject({ email: count, webhook: count }).meta({ description: 'Confirmed subscribers only' }),
    states: z.strictObject({ active: count, failing: count, suppressed: count, unconfirmed: count }),
    found: count.meta({ description: 'Number of matching subscribers' }),
  }),
  subscribers: z.array(listed),
});
const added = z
  .strictObject({
    id,
    state: z.enum(SUBSCRIBER_STATES),
    secret: z.string().optional().meta({ description: 'Signing secret of a new webhook, returned once' }),
  })
  .meta({ id: 'AddedSubscriber' });

const tested = z
  .strictObject({
    kind: z.enum(['accepted', 'answered', 'blocked', 'timed_out', 'unreachable']),
    status: z.int().optional().meta({ description: 'Status code of the response, if not 2xx' }),
  })
  .meta({ id: 'TestedSubscriber' });

/** Describes the paths of subscribers. */
export function subscriberPaths() {
  const shared = { tag: 'Subscribers', access: 'token', refusals: REFUSALS } as const;
  return {
    '/api/v1/subscribers': {
      get: operation({
        ...shared,
        id: 'listSubscribers',
        summary: 'List subscribers with their addresses; the audit log records each call',
        params: { query: listSubscribersSchema.extend({ format: z.enum(['json', 'csv']).optional() }) },
        answers: {
          '200': { description: 'Success', content: { ...json(page), 'text/csv': { schema: z.string() } } },
        },
      }),
      post: operation({
        ...shared,
        id: 'addSubscriber',
        summary: 'Add a subscriber, or change what an existing one receives; safe to repeat',
        body: json(addSubscriberSchema),
        answers: {
          ...answer('201', added, 'Added'),
          ...answer('200', added, 'Already subscribed; the existing subscription was changed'),
        },
      }),
    },
    '/api/v1/subscribers/{id}': {
      delete: operation({
        ...shared,
        id: 'eraseSubscriber',
        summary: 'Erase a subscriber: ends all subscriptions of the address and deletes the address',
        params: { path: subscriberIdSchema.extend({ id: id.meta({ description: 'Id of a subscriber' }) }) },
        answers: answer('200', z.strictObject({})),
      }),
    },
    '/api/v1/subscribers/{id}/test': {
      post: operation({
        ...shared,
        id: 'testSubscriber',
        summary: 'Send a signed test event to a webhook once; at most 10 in 15 minutes',
        params: { path: subscriberIdSchema.extend({ id: id.meta({ description: 'Id of a webhook' }) }) },
        answers: answer('200', tested),
      }),
    },
  };
}
