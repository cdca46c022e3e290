import type { Chance } from '#server/seeded-chance';
import { type GotMail, type Manner, startMailSink } from './mail-sink.ts';
import { msOf } from './report.ts';
import { deliverAll, publishTwice, trialMail } from './trial-publish.ts';
import { type Finding, type ManualWorld, plantAll } from './trial-world.ts';

const ENQUEUED_MS_MAX = 2_000;
/** One in so many subscribers also chose updates, so that two messages to them must stay in order. */
const UPDATED_EVERY = 10;
/** Of so many subscribers, one meets each manner; all others are accepted at once. */
const MANNERS_EVERY = 16;
const FAILING = [421, 450, 454, 550, 'message: 451', 'drop', 'drop after the final dot'] as const;
const FAILED_TRIES_MAX = 3;

type Plan = { address: string; manner: Manner; failures: number; isUpdated: boolean };

/** Plans how the mail server treats each address: 550 always, other failures at most three times before it accepts. */
function planOf(size: number, chance: Chance): Plan[] {
  return Array.from({ length: size }, (_, i) => {
    const manner = FAILING[chance.below(MANNERS_EVERY)] ?? 'accept';
    const failures = manner === 550 ? Number.POSITIVE_INFINITY : 1 + chance.below(FAILED_TRIES_MAX);
    return { address: `reader-${i}@partner.example`, manner, failures, isUpdated: i % UPDATED_EVERY === 0 };
  });
}

/** Sends one update, and a second one to a tenth of the subscribers, through a mail server that refuses, defers and drops before it accepts. */
export async function trialRefusals(world: ManualWorld, size: number, chance: Chance): Promise<Finding[]> {
  const plans = planOf(size, chance);
  const planned = new Map(plans.map((plan) => [plan.address, plan]));
  const sink = await startMailSink((address, nth) => {
    const plan = planned.get(address);
    return plan && nth <= plan.failures ? plan.manner : 'accept';
  });
  const subscriberMail = trialMail(world, sink.url);
  try {
    await plantAll(
      world,
      plans.map(({ address, isUpdated }) => ({
        channel: 'email',
        address,
        kinds: isUpdated ? ['opened', 'updated'] : ['opened'],
      })),
    );
    const ctx = { ...world.ctx, subscriberMail };
    const enqueuedMs = await publishTwice(ctx);
    const sendingMs = await msOf(() => deliverAll({ ...world, ctx }));
    return [
      {
        what: `Rows enqueued for ${size} subscribers`,
        figure: `${Math.round(enqueuedMs)} ms`,
        budget: `≤ ${ENQUEUED_MS_MAX} ms`,
        holds: enqueuedMs <= ENQUEUED_MS_MAX,
        isTiming: true,
      },
      ...findingsOf(plans, sink, sendingMs),
    ];
  } finally {
    subscriberMail.close();
    await sink.stop();
  }
}

type Sink = Pick<Awaited<ReturnType<typeof startMailSink>>, 'got' | 'tries'>;

function findingsOf(plans: readonly Plan[], sink: Sink, sendingMs: number): Finding[] {
  const gotBy = Map.groupBy(sink.got, ({ to }) => to);
  const rows = plans.map((plan) => ({
    ...plan,
    got: gotBy.get(plan.address) ?? [],
    tries: sink.tries.get(plan.address) ?? 0,
    messages: plan.isUpdated ? 2 : 1,
  }));
  const willing = rows.filter(({ manner }) => manner !== 550);
  const refusing = rows.filter(({ manner }) => manner === 550);
  const dropped = (row: (typeof rows)[number]) => (row.manner === 'drop after the final dot' ? row.failures : 0);
  const missing = willing.filter(({ got, messages }) => idsOf(got).length !== messages).length;
  const unordered = willing.filter(({ got }) => !isInOrder(got)).length;
  const wrongRepeats = willing.filter((row) => row.got.length - idsOf(row.got).length !== dropped(row)).length;
  const repeats = willing.reduce((sum, { got }) => sum + got.length - idsOf(got).length, 0);
  const retried = refusing.filter(({ tries, messages, got }) => tries !== messages || got.length > 0).length;
  const perSecond = Math.round((sink.got.length * 1_000) / sendingMs);
  return [
    count(`Subscribers with a missing message (${sink.got.length} accepted, ${perSecond}/s)`, missing),
    count('Subscribers with messages out of order', unordered),
    count(`Repeats (${repeats}) other than after a drop after the final dot, or with another Message-ID`, wrongRepeats),
    count(`Addresses that refuse for good (550, ${refusing.length}) tried more than once per message`, retried),
  ];
}

function count(what: string, figure: number): Finding {
  return { what, figure: String(figure), budget: '0', holds: figure === 0 };
}

/** Returns the ids of the messages, each once. */
function idsOf(got: readonly GotMail[]): string[] {
  return [...new Set(got.map(({ messageId }) => messageId))];
}

/** The first message about an incident begins its thread. No copy of it may follow the next message. */
function isInOrder(got: readonly GotMail[]): boolean {
  const positions = got.map(({ messageId }) => Number(!messageId.startsWith('<inc-')));
  return positions.every((position, i) => position >= (positions[i - 1] ?? 0));
}
