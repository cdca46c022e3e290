import { EVENT_KINDS, type EventKind } from '#domain/delivery/kind';
import { MINIMUM_IMPACTS, type MinimumImpact, type SubscriberChannel } from '#domain/subscription/subscription';
import type { ActingContext } from '#server/actor';
import { csvOf } from '#server/csv';
import { assert } from '#server/errors';
import { type Chance, chanceOf } from '#server/seeded-chance';
import { importSubscribers } from '#server/subscribers/verbs/import-subscribers';

/** Subscribers of a replay. `hookUrl`: webhooks are paths below it. */
export type ReplaySubscribers = { count: number; seed: number; hookUrl: string };
/** What a subscriber chose. Without components: all. */
type Drawn = {
  channel: SubscriberChannel;
  address: string;
  components: readonly string[];
  minimumImpact: MinimumImpact;
  events: readonly EventKind[];
  timeZone: string;
};

/** Of 10 subscribers: webhooks, those of all components, and those who chose only some kinds of events. */
const TENTHS = { webhooks: 3, ofAll: 5, ofSomeKinds: 3 };
const SOME_KINDS: readonly (readonly EventKind[])[] = [
  ['opened', 'resolved'],
  ['opened', 'reopened', 'resolved'],
  ['resolved'],
];
const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin'];
const HEADER = ['channel', 'address', 'ownerEmail', 'components', 'minimumImpact', 'events', 'timeZone'];

/** Draws subscribers by e-mail and webhook with different scopes and thresholds. The same seed gives the same ones. */
export function drawSubscribers({ count, seed, hookUrl }: ReplaySubscribers, components: readonly string[]): Drawn[] {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, (_, i) => {
    const isWebhook = isOneOfTen(chance, TENTHS.webhooks);
    return {
      channel: isWebhook ? 'webhook' : 'email',
      address: isWebhook ? `${hookUrl}/hook-${i + 1}` : `reader-${i + 1}@partner.example`,
      components: isOneOfTen(chance, TENTHS.ofAll) ? [] : [chance.oneOf(components)],
      minimumImpact: chance.oneOf(MINIMUM_IMPACTS),
      events: isOneOfTen(chance, TENTHS.ofSomeKinds) ? chance.oneOf(SOME_KINDS) : EVENT_KINDS,
      timeZone: chance.oneOf(ZONES),
    };
  });
}

function isOneOfTen(chance: Chance, share: number): boolean {
  return chance.below(10) < share;
}

/** Adds drawn subscribers to these components as an import does. */
export async function addReplaySubscribers(
  ctx: ActingContext,
  subscribers: ReplaySubscribers,
  components: readonly string[],
): Promise<void> {
  const rows = drawSubscribers(subscribers, components).map((one) => [
    one.channel,
    one.address,
    one.channel === 'webhook' ? 'owner@partner.example' : '',
    one.components.join(' '),
    one.minimumImpact,
    one.events.join(' '),
    one.timeZone,
  ]);
  const { counts } = await importSubscribers(ctx, { text: csvOf([HEADER, ...rows]), isConfirmed: true });
  assert(counts.new === subscribers.count, 'drawn subscribers are valid and differ');
}
