import { z } from 'zod';
import { EVENT_KINDS } from '#domain/delivery/kind';
import { MINIMUM_IMPACTS, SUBSCRIBER_CHANNELS, WEBHOOK_FORMATS } from '#domain/subscription/subscription';
import { isTimeZone } from '#domain/time/is-time-zone';
import { emailAddress } from '#server/identity/sign-in/password-schema';
import { linePattern, textLine } from '#server/markdown/plain-text';

const URL_LENGTH_MAX = 2_048;
const SLUG_LENGTH_MAX = 63;
const COMPONENTS_MAX = 2_000;
const ZONE_LENGTH_MAX = 64;
const SEARCH_LENGTH_MAX = 200;
export const PER_PAGE_MAX = 100;
const PAGE_MAX = 100_000;

/** The languages of mails. */
export const LANGUAGES = ['en'] as const;
/** What the list of subscribers can be limited to. `failing`: the endpoint fails or answered 410. `ended`: the address is erased 30 days later. */
const LISTED_STATES = ['active', 'failing', 'suppressed', 'unconfirmed', 'ended'] as const;

const publicId = z.string().regex(/^[a-z0-9]{12}$/, 'must be an id of 12 letters and digits');
const email = emailAddress.meta({ description: 'One e-mail address' });
const url = z
  .string()
  .trim()
  .regex(linePattern(1, URL_LENGTH_MAX), `must be a URL of at most ${URL_LENGTH_MAX} characters`);
const components = z
  .array(textLine(SLUG_LENGTH_MAX).min(1, 'must not be empty'))
  .max(COMPONENTS_MAX)
  .transform((slugs) => [...new Set(slugs)]);
const kinds = z
  .array(z.enum(EVENT_KINDS))
  .min(1, 'must name at least one kind of event')
  .max(EVENT_KINDS.length * 2)
  .transform((list) => EVENT_KINDS.filter((kind) => list.includes(kind)));
const timeZone = z.string().max(ZONE_LENGTH_MAX).refine(isTimeZone, 'must be an IANA time zone like Europe/London');

/** What a subscriber receives. `components`: empty means all. `timeZone` null: the zone of the brand. */
const choice = {
  components: components
    .nullish()
    .transform((slugs) => slugs ?? [])
    .meta({ description: 'Component slugs; defaults to all' }),
  minimumImpact: z.enum(MINIMUM_IMPACTS).default('minor'),
  events: kinds
    .nullish()
    .transform((list) => list ?? [...EVENT_KINDS])
    .meta({ description: 'Events to send; defaults to all' }),
  language: z.enum(LANGUAGES).default('en'),
  timeZone: timeZone
    .nullish()
    .transform((zone) => zone ?? null)
    .meta({ description: 'Time zone used in e-mails; defaults to the time zone of the status page' }),
};
const incident = publicId
  .nullish()
  .transform((id) => id ?? null)
  .meta({ description: 'Incident to subscribe to; defaults to all incidents' });
const format = z.enum(WEBHOOK_FORMATS).default('standard').meta({
  description: 'Body format of the webhook; `statuspage` is compatible with Statuspage',
});

const emailScope = { channel: z.literal('email'), address: email, ownerEmail: z.null().optional(), incident };
const webhookScope = { channel: z.literal('webhook'), address: url, ownerEmail: email, incident, format };
const confirmed = z.boolean().default(false).meta({
  description:
    'Skips confirmation for a subscriber who has already agreed. Ignored for addresses that have unsubscribed or are suppressed',
});

export const addSubscriberSchema = z.discriminatedUnion('channel', [
  z.strictObject({ ...emailScope, ...choice, confirmed }),
  z.strictObject({ ...webhookScope, ...choice, confirmed }),
]);
export type AddSubscriber = z.infer<typeof addSubscriberSchema>;

/** What a visitor asks for on the page. */
export const requestSchema = z.discriminatedUnion('channel', [
  z.strictObject({ ...emailScope, ...choice }),
  z.strictObject({ ...webhookScope, ...choice }),
]);
export const changeSchema = z.strictObject({ ...choice, format });
export const linkRequestSchema = z.strictObject({ address: email });

/** A request as it is stored: to subscribe, or for links to the subscriptions of the address. */
export const storedRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...choice,
    kind: z.literal('subscribe'),
    ownerEmail: email.nullish(),
    incident,
    format,
  }),
  z.strictObject({ kind: z.literal('links') }),
]);
export type StoredRequest = z.infer<typeof storedRequestSchema>;

const DETAIL_LENGTH_MAX = 500;
/** An address of the suppression list, with a note of staff. */
export const suppressSchema = z.strictObject({ address: email, detail: textLine(DETAIL_LENGTH_MAX).optional() });

export const subscriberIdSchema = z.strictObject({ id: publicId });

export const listSubscribersSchema = z.strictObject({
  channel: z.enum(SUBSCRIBER_CHANNELS).optional(),
  state: z.enum(LISTED_STATES).optional(),
  component: textLine(SLUG_LENGTH_MAX)
    .optional()
    .meta({ description: 'Slug of a component; includes subscribers to all components' }),
  q: textLine(SEARCH_LENGTH_MAX).optional().meta({ description: 'Part of an address' }),
  page: z.coerce.number().int().min(1).max(PAGE_MAX).default(1),
  perPage: z.coerce.number().int().min(1).max(PER_PAGE_MAX).default(PER_PAGE_MAX),
});
