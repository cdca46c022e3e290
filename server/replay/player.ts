import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#domain/time/interval';
import type { manualClock } from '#server/clock';
import type { Context } from '#server/context';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { drain } from '#server/delivery/lanes/drain';
import { AppError } from '#server/errors';
import { createEvaluator } from '#server/evaluation/evaluate';
import { hasDirtyRanges } from '#server/evaluation/sql/evaluation';
import { createInvitation } from '#server/identity/people/verbs/invite';
import { beginSetUp } from '#server/identity/people/verbs/set-up';
import { runAutomation } from '#server/incidents/automation/run-automation';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import type { Probe } from '#server/ingest/schemas';
import { nextDueAt } from '#server/replay/sql/notifications';
import { createDeliverer } from './deliver.ts';
import type { Delivery } from './read-trace.ts';
import { addReplaySubscribers, type ReplaySubscribers } from './replay-subscribers.ts';
import { consoleDesk, type Desk, ED } from './staff-actions.ts';
import type { StaffAction } from './staff-script.ts';

const PASSWORD_BYTES = 18;
const REPLAY = { kind: 'system', name: 'replay' } as const;

type Server = { ctx: Context; url: string; watch: DeliveryWatch };
/** `subscribers`: added with the first delivery. */
type Playing = Server & { clock: ReturnType<typeof manualClock>; subscribers: ReplaySubscribers | undefined };

/**
 * Makes functions that play what happened on a server, on its clock. The clock advances only when all earlier deliveries are evaluated. `speed`: trace time
 * per real time; Infinity means no waiting.
 */
export function createPlayer({ ctx, url, watch, clock, subscribers }: Playing) {
  const evaluate = createEvaluator(ctx, { setBackMsMax: Number.POSITIVE_INFINITY });
  const lanes = createLanes(ctx);
  const deliverer = createDeliverer(ctx, url);
  let desk: Desk | undefined;
  let isFirst = true;

  /** Evaluates until no dirty range is left, and delivers what follows from it. */
  async function settle(at: Instant): Promise<void> {
    do {
      await evaluate(watch.watermark(at));
      await runAutomation(ctx);
    } while (await hasDirtyRanges(ctx.worker));
    await drain(ctx, lanes);
  }

  async function moveClock(to: Instant, speed: number): Promise<void> {
    if (speed !== Number.POSITIVE_INFINITY) await wait((to - clock.now()) / speed);
    clock.set(to);
  }

  /** Moves the clock to `to`. Stops where an event or delivery becomes due, so that it is sent at that time. */
  async function advance(to: Instant, speed: number): Promise<void> {
    if (to <= clock.now()) return;
    if (clock.now() === 0) return clock.set(to);
    await settle(clock.now());
    let next = await nextDueAt(ctx.worker, clock.now());
    while (next !== null && next < to) {
      await moveClock(next, speed);
      await drain(ctx, lanes);
      next = await nextDueAt(ctx.worker, next);
    }
    await moveClock(to, speed);
  }

  return {
    evaluate,
    settle,
    advance,
    /** Returns the probes that the server accepted. */
    deliver: async (delivery: Delivery, speed: number): Promise<Probe[]> => {
      await advance(delivery.deliveredAt, speed);
      await deliverer.prepare(delivery);
      if (subscribers && isFirst)
        await addReplaySubscribers({ ...ctx, actor: REPLAY }, subscribers, [...deliverer.components].sort());
      isFirst = false;
      return deliverer.send(delivery);
    },
    act: async ({ at, act }: StaffAction, speed: number): Promise<void> => {
      await advance(at, speed);
      desk ??= await deskOf(ctx, url);
      await act(desk);
    },
  };
}

async function deskOf(ctx: Context, url: string): Promise<Desk> {
  const setUp = await beginSetUp(ctx);
  if (!setUp) throw new AppError('invalid_input', 'A replay with staff actions needs a new database.');
  const { link } = await createInvitation({ ...ctx, actor: REPLAY }, { email: ED.email, role: 'editor' });
  return consoleDesk(url, { setUp, invitation: link }, ctx.random.bytes(PASSWORD_BYTES).toString('base64url'));
}
