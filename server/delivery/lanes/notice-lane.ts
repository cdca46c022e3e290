import { verdictOf } from '#domain/delivery/attempt';
import { isForgotten } from '#domain/delivery/breaker';
import { SUBSCRIBER_TRIES_MAX } from '#domain/delivery/retry';
import type { Context } from '#server/context';
import { type Letterhead, sendNotice } from '#server/delivery/channels/send-mail';
import type { Settled } from '#server/delivery/settlement';
import { type ClaimedNotice, claimNotices, settleNotices } from '#server/delivery/sql/notices';
import { chance } from '#server/random';
import { type LinkedSubscriber, linkedSubscriber } from '#server/subscribers/sql/linked-subscriber';
import { CLAIM_MS } from './event-lane.ts';
import { Lane } from './lane.ts';
import { tryOnce } from './try-once.ts';

type Headed = ClaimedNotice & { letterhead: Letterhead; linked: readonly LinkedSubscriber[] };

/** Makes the lane of notices: mails about a subscription itself. */
export function createNoticeLane(
  ctx: Context,
  slots: number,
  letterhead: () => Promise<Letterhead>,
): Lane<Headed, Settled> {
  return new Lane<Headed, Settled>(
    {
      slots,
      claim: async (count) => {
        const now = ctx.clock.now();
        const claimed = await claimNotices(ctx.delivery, { now, until: now + CLAIM_MS, count });
        if (claimed.length === 0) return [];
        const shared = await letterhead();
        return Promise.all(
          claimed.map(async (notice) => ({ ...notice, letterhead: shared, linked: await linkedOf(ctx, notice) })),
        );
      },
      deliver: (notice) => deliver(ctx, notice),
      settle: (results) => settleNotices(ctx.delivery, results, ctx.clock.now()),
    },
    ctx.log,
  );
}

/** Reads the subscriptions to which a notice has links. */
async function linkedOf(ctx: Context, { notice }: ClaimedNotice): Promise<readonly LinkedSubscriber[]> {
  if (notice.kind !== 'links') return [];
  const found = await Promise.all(notice.subscriptions.map((id) => linkedSubscriber(ctx.delivery, id)));
  return found.filter((one) => one !== null);
}

/** People ask for links, also to confirm again; anything else would be sent to an address that wants nothing. */
function isUnwanted({ notice: { kind }, subscriber: { isSuppressed } }: ClaimedNotice): boolean {
  return isSuppressed && kind !== 'confirm' && kind !== 'links';
}

async function deliver(ctx: Context, notice: Headed): Promise<Settled> {
  const { id, tries, subscriber } = notice;
  const settled = { id, tries, answer: null };
  if (subscriber.isEnded) return { ...settled, verdict: { state: 'dropped', outcome: 'unsubscribed' } };
  if (isUnwanted(notice)) return { ...settled, verdict: { state: 'suppressed', outcome: 'suppressed' } };
  if (isForgotten(notice.dueAt, ctx.clock.now()))
    return { ...settled, verdict: { state: 'dropped', outcome: 'too_old' } };
  if (tries > SUBSCRIBER_TRIES_MAX) return { ...settled, verdict: { state: 'dead', outcome: 'lost' } };
  const attempt = await tryOnce(ctx.log, id, () => sendNotice(ctx, notice, notice.letterhead));
  const verdict = verdictOf(attempt, { tries, now: ctx.clock.now(), chance: chance(ctx.random) });
  return { ...settled, answer: attempt.answer, verdict };
}
