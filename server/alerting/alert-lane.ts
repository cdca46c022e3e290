import { ALERT_RETRIES, attemptOf } from '#domain/alerting/alert-deliveries';
import { verdictOf } from '#domain/delivery/attempt';
import { alertMessage } from '#server/alerting/channels/alert-message';
import { type ClaimedAlert, claimAlerts } from '#server/alerting/sql/deliveries';
import { stopDestination } from '#server/alerting/verbs/stop-destination';
import type { Context } from '#server/context';
import { Lane } from '#server/delivery/lanes/lane';
import { tryOnce } from '#server/delivery/lanes/try-once';
import type { Settled } from '#server/delivery/settlement';
import { settleRows } from '#server/delivery/sql/settle-rows';
import { chance } from '#server/random';
import { sendTo, TRY_MS_MAX } from './send-to.ts';

/** A claim lasts much longer than the longest try, but expires soon after its process died. */
const CLAIM_MS = 4 * TRY_MS_MAX;
/** Destinations that are served at once. */
const SLOTS = 8;

type SettledAlert = Settled & { destination: number };
export type AlertLane = Lane<ClaimedAlert, SettledAlert>;

/** Makes the lane of staff alerts. Its connections are those of `ctx.alerts`, so that nothing for subscribers delays it. */
export function createAlertLane(ctx: Context, slots = SLOTS): AlertLane {
  return new Lane<ClaimedAlert, SettledAlert>(
    {
      slots,
      claim: (count) => {
        const now = ctx.clock.now();
        return claimAlerts(ctx.alerts, { now, until: now + CLAIM_MS, count });
      },
      deliver: (claimed) => deliver(ctx, claimed),
      settle: (results) => settle(ctx, results),
    },
    ctx.log,
  );
}

async function deliver(ctx: Context, claimed: ClaimedAlert): Promise<SettledAlert> {
  const { id, tries, destination, alert } = claimed;
  const attempt = await tryOnce(ctx.log, id, async () =>
    attemptOf(await sendTo(ctx, destination, alertMessage(claimed, ctx.publicOrigin, ctx.clock.now()))),
  );
  const { outcome, answer } = attempt;
  if (outcome !== 'sent')
    ctx.log.warn({ destination: destination.id, alert: alert.id, outcome, tries }, 'staff alert delivery failed');
  const now = ctx.clock.now();
  const verdict = verdictOf(attempt, { tries, now, chance: chance(ctx.random), plan: ALERT_RETRIES });
  return { id, tries, answer, verdict, destination: destination.id };
}

async function settle(ctx: Context, results: readonly SettledAlert[]): Promise<void> {
  await settleRows(ctx.alerts, results, ctx.clock.now());
  for (const { verdict, destination } of results)
    if (verdict.outcome === 'gone') await stopDestination(ctx, destination);
}
