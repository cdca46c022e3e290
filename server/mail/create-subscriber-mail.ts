import { type Clock, systemClock } from '#server/clock';
import type { Context } from '#server/context';
import { withFailOver } from './mail-routes.ts';
import type { DkimSettings, MailRoute } from './smtp-route.ts';
import { createTokenBucket } from './token-bucket.ts';

/** A message that waited this long for the rate limit may no longer be wanted. */
const ASK_AGAIN_AFTER_MS = 1_000;
const UNWANTED = { kind: 'failed', answer: null, isFinal: true, isRouteAtFault: false, mayBeAccepted: false } as const;

/** `smtpUrls`: the routes in the order of preference. `perSecond`: messages per second of this process. */
type Settings = {
  smtpUrls: readonly string[];
  from: string;
  perSecond: number;
  dkim: DkimSettings | null;
  /** Where messages go if there is no route. */
  folder: Context['mail'];
  clock?: Pick<Clock, 'monotonicMs'>;
};

/** Makes the mail to subscribers. Without a mail server, writes each message to a file, as other mail. */
export function createSubscriberMail({
  smtpUrls,
  from,
  perSecond,
  dkim,
  folder,
  clock = systemClock,
}: Settings): Context['subscriberMail'] {
  if (smtpUrls.length === 0)
    return {
      perSecond: Number.POSITIVE_INFINITY,
      send: async (message) => {
        await folder.send(message);
        return { kind: 'sent', answer: null };
      },
      close: () => undefined,
    };
  const open = async () => {
    const { createSmtpRoute } = await import('./smtp-route.ts'); // at the first mail, because it occupies memory in processes that send none
    return withFailOver(
      smtpUrls.map((url) => createSmtpRoute(url, from, dkim)),
      clock,
    );
  };
  let route: Promise<MailRoute> | undefined;
  const token = createTokenBucket(perSecond, clock);
  return {
    perSecond,
    send: async (message, isWanted) => {
      const waitedMs = await token();
      if (waitedMs >= ASK_AGAIN_AFTER_MS && isWanted && !(await isWanted())) return UNWANTED;
      route ??= open();
      return (await route).send(message);
    },
    close: () => void route?.then(({ close }) => close()),
  };
}
