import { EVENT_KINDS, type EventKind } from '#domain/delivery/kind';

export const SUBSCRIBER_CHANNELS = ['email', 'webhook'] as const;
export type SubscriberChannel = (typeof SUBSCRIBER_CHANNELS)[number];

/**
 * unconfirmed → active → ended. An active one can become suppressed (its address refuses mail), quarantined (its endpoint fails for
 * days) or disabled (its endpoint answered 410). Confirming it again makes it active.
 */
export const SUBSCRIBER_STATES = ['unconfirmed', 'active', 'quarantined', 'disabled', 'suppressed', 'ended'] as const;
export type SubscriberState = (typeof SUBSCRIBER_STATES)[number];

/** Minimum impacts, the lowest first. */
export const MINIMUM_IMPACTS = ['minor', 'major', 'critical'] as const;
export type MinimumImpact = (typeof MINIMUM_IMPACTS)[number];

/** The bodies of webhooks: events as Standard Webhooks describe them, or in the shape of Statuspage. */
export const WEBHOOK_FORMATS = ['standard', 'statuspage'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** The kinds of "Start and end only". */
const START_AND_END: readonly EventKind[] = ['opened', 'reopened', 'resolved'];
type KindChoice = 'all' | 'ends' | 'some';

/** Returns the stored level of a minimum impact: 1 to 3. */
export function levelOfImpact(impact: MinimumImpact): number {
  return MINIMUM_IMPACTS.indexOf(impact) + 1;
}

/** Returns the minimum impact of a stored level. */
export function impactOfLevel(level: number): MinimumImpact {
  return MINIMUM_IMPACTS[level - 1] ?? 'minor';
}

/** Maps a form choice to kinds of events. `named`: the selected kinds. */
export function kindsOfChoice(choice: KindChoice, named: readonly EventKind[]): readonly EventKind[] {
  if (choice === 'some') return named;
  return choice === 'ends' ? START_AND_END : EVENT_KINDS;
}

/** Maps kinds of events to the form choice. */
export function choiceOfKinds(kinds: readonly string[]): KindChoice {
  const isSame = (others: readonly string[]) =>
    kinds.length === others.length && others.every((kind) => kinds.includes(kind));
  if (isSame(EVENT_KINDS)) return 'all';
  return isSame(START_AND_END) ? 'ends' : 'some';
}
