import { systemClock } from '#server/clock';
import type { Context } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { drain } from '#server/delivery/lanes/drain';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import { anIncident } from '#server/test/incidents';
import { ADA, as } from '#server/test/people';
import { msOf } from './report.ts';
import type { ManualWorld, TrialWorld } from './trial-world.ts';

const PER_SECOND = 10_000;

/** Makes mail to subscribers through one server, without a relevant rate limit. */
export function trialMail({ ctx }: TrialWorld, smtpUrl: string): Context['subscriberMail'] {
  return createSubscriberMail({
    smtpUrls: [smtpUrl],
    from: 'Candor <candor@status.example>',
    perSecond: PER_SECOND,
    dkim: null,
    folder: ctx.mail,
    clock: systemClock,
  });
}

/** Opens an incident and posts an update to it. Returns how long it took to write the deliveries of the first message. */
export async function publishTwice(ctx: Context): Promise<number> {
  const { incident } = await anIncident({ ctx });
  const enqueuedMs = await msOf(() => fanOut(ctx));
  await postUpdate(as(ctx, ADA), { incident, body: 'Found it.', state: 'identified' });
  await fanOut(ctx);
  return enqueuedMs;
}

const NEXT = `SELECT max(due_at) AS at FROM delivery WHERE state = 'due' AND lane <> 'notice'`;

/** Delivers, and moves the clock to when the last waiting try is due, until none waits. */
export async function deliverAll({ ctx, clock }: ManualWorld): Promise<void> {
  const lanes = createLanes(ctx);
  for (;;) {
    await drain(ctx, lanes);
    const { rows } = await ctx.staff.query<{ at: Date | null }>(NEXT);
    const next = rows[0]?.at;
    if (!next) return;
    clock.set(Math.max(clock.now(), next.getTime()));
  }
}
