/**
 * A message about one subscription. confirm: a link to confirm it. already_active: a visitor asked for a subscription that exists, so
 * that its owner gets a link to its page. link: its owner asked for that link. endpoint_failing, endpoint_disabled: its endpoint fails for days, or answered 410. new_secret:
 * the secret of the webhook was replaced.
 */
export type SubscriptionNotice = {
  kind: 'confirm' | 'already_active' | 'link' | 'endpoint_failing' | 'endpoint_disabled' | 'new_secret';
};
/** A message about a subscription, or the links to several subscriptions of the same recipient, by their public ids. */
export type Notice = SubscriptionNotice | { kind: 'links'; subscriptions: string[] };
