import type { Clock } from '#server/clock';
import type { MailOutcome, Message } from '#server/context';
import type { MailRoute } from './smtp-route.ts';

/** A route that failed is tried last for this long. */
const AVOIDED_MS = 30_000;

/**
 * Sends through the first route that works. A message that a route may have accepted is not sent through another one at once, but its next try is.
 */
export function withFailOver(routes: readonly MailRoute[], clock: Pick<Clock, 'monotonicMs'>): MailRoute {
  const avoidedUntilMs = new Map<MailRoute, number>();
  const isAvoided = (route: MailRoute) => clock.monotonicMs() < (avoidedUntilMs.get(route) ?? Number.NEGATIVE_INFINITY);

  return {
    send: async (message: Message): Promise<MailOutcome> => {
      const inOrder = [...routes.filter((route) => !isAvoided(route)), ...routes.filter(isAvoided)];
      let outcome: MailOutcome = {
        kind: 'unreachable',
        answer: null,
        isFinal: false,
        isRouteAtFault: true,
        mayBeAccepted: false,
      };
      for (const route of inOrder) {
        outcome = await route.send(message);
        if (outcome.kind === 'sent' || !outcome.isRouteAtFault) return outcome;
        avoidedUntilMs.set(route, clock.monotonicMs() + AVOIDED_MS);
        if (outcome.mayBeAccepted) return outcome;
      }
      return outcome;
    },
    close: () => {
      for (const route of routes) route.close();
    },
  };
}
