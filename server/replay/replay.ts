import { setTimeout as wait } from 'node:timers/promises';
import { RESERVED_SLUGS } from '#domain/catalog/catalog';
import type { Span } from '#domain/time/interval';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { manualClock } from '#server/clock';
import type { Context } from '#server/context';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { drain } from '#server/delivery/lanes/drain';
import type { Env } from '#server/env';
import { AppError } from '#server/errors';
import { createEvaluator, type Evaluate } from '#server/evaluation/evaluate';
import { hasDirtyRanges } from '#server/evaluation/sql/evaluation';
import { beginSetUp } from '#server/identity/people/verbs/set-up';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { runAutomation } from '#server/incidents/automation/run-automation';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import { PROBES_MAX, type Probe, type Receipt } from '#server/ingest/schemas';
import type { Log } from '#server/log';
import { nextDueAt } from '#server/replay/sql/notifications';
import { run } from '#server/run';
import { notificationReport } from './notification-report.ts';
import type { Delivery } from './read-trace.ts';
import { addReplaySubscribers, type ReplaySubscribers } from './replay-subscribers.ts';
import { replayReport } from './report.ts';
import { consoleDesk, type Desk } from './staff-actions.ts';
import type { StaffAction } from './staff-script.ts';

const RETRY_MS = 200;
const TRIES_MAX = 50;
/** Components of a trace follow the existing ones, sorted by slug, whatever the order of the trace. */
const CREATED_POSITION = 1_000;

export type ReplayInput = {
  deliveries: AsyncIterable<Delivery> | Iterable<Delivery>;
  /** The actions of staff in ascending order. They use the console over HTTP, so the pages must be built. */
  staff?: readonly StaffAction[];
  /** Added with the first delivery. `env` must name servers that take their messages. */
  subscribers?: ReplaySubscribers | undefined;
  speed: number;
  env: Env;
  log: Log;
  onProgress?: (count: number) => void;
};

async function ensureComponents(ctx: Context, delivery: Delivery, known: Set<string>): Promise<void> {
  const slugs = delivery.probes.map((probe) => (probe as Partial<Probe> | null)?.component);
  for (const slug of new Set(slugs)) {
    if (
      typeof slug !== 'string' ||
      known.has(slug) ||
      RESERVED_SLUGS.includes(slug) ||
      !/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)
    )
      continue; // the server rejects the probe
    known.add(slug);
    if (await ctx.prisma.component.count({ where: { slug } })) continue;
    const publicId = ctx.random.bytes(6).toString('hex');
    const policies = { create: { version: 1, effectiveFrom: new Date(0) } };
    await ctx.prisma.component.create({
      data: {
        slug,
        publicId,
        name: slug,
        position: CREATED_POSITION,
        targetMillionths: 999_000,
        createdAt: new Date(0),
        policies,
      },
    });
  }
}

/** Sends one batch as an agent would, and retries on 503. Returns the indexes of rejected probes. */
async function post(url: string, token: string, source: string, probes: unknown[]): Promise<Set<number>> {
  const body = JSON.stringify({ source, probes });
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}/api/v1/probes`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    if (response.status === 202) return new Set((JSON.parse(text) as Receipt).rejected.map(({ index }) => index));
    if (response.status !== 503 || attempt === TRIES_MAX)
      throw new AppError(
        'invalid_input',
        `Replay: Candor did not accept a batch of the trace: ${response.status} ${text}`,
      );
    await wait(RETRY_MS);
  }
}

const PASSWORD_BYTES = 18;
const REPLAY = { kind: 'system', name: 'replay' } as const;

/**
 * Starts a server on `env` and delivers a trace to it over HTTP, in order, on a clock that follows the trace. The clock advances only when all
 * earlier deliveries are evaluated. `speed`: trace time per real time; Infinity means no waiting. Errors: invalid_input.
 */
export async function replay({ deliveries, staff = [], subscribers, speed, env, log, onProgress }: ReplayInput) {
  const clock = manualClock(0);
  const { url, ctx, watch, stop } = await run({
    env,
    log,
    clock,
    isEvaluating: false,
    hasPages: speed !== Number.POSITIVE_INFINITY || staff.length > 0,
  });
  const upcoming = [...staff];
  const evaluating: Evaluating = {
    ctx,
    watch,
    evaluate: createEvaluator(ctx, { setBackMsMax: Number.POSITIVE_INFINITY }),
    lanes: createLanes(ctx),
  };
  const tokens = new Map<string, string>();
  const components = new Set<string>();
  const window: Span = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  let desk: Desk | undefined;
  try {
    let count = 0;
    for await (const delivery of deliveries) {
      while (upcoming[0] && clock.now() > 0 && upcoming[0].at <= delivery.deliveredAt) {
        const { at, act } = upcoming.shift() as StaffAction; // checked in the condition
        if (at > clock.now()) await advance(evaluating, clock, at, speed);
        await act((desk ??= await deskOf(ctx, url)));
      }
      if (delivery.deliveredAt > clock.now()) await advance(evaluating, clock, delivery.deliveredAt, speed);
      await ensureComponents(ctx, delivery, components);
      if (subscribers && count === 0)
        await addReplaySubscribers({ ...ctx, actor: REPLAY }, subscribers, [...components].sort());
      const { source } = delivery;
      if (!tokens.has(source))
        tokens.set(source, (await createToken({ ...ctx, actor: REPLAY }, { scopes: ['probes:write'], source })).text);
      for (let i = 0; i < delivery.probes.length; i += PROBES_MAX) {
        const batch = delivery.probes.slice(i, i + PROBES_MAX);
        const rejected = await post(url, tokens.get(source) as string, source, batch);
        for (const [index, probe] of batch.entries())
          if (!rejected.has(index)) widen(window, (probe as Probe).observedAt); // accepted, so it is valid
      }
      count += 1;
      onProgress?.(count);
    }
    if (window.to < window.from)
      throw new AppError('invalid_input', 'The trace contains no probe that Candor accepts.');
    await settle(evaluating, Math.max(clock.now(), window.to));
    await evaluating.evaluate(window.to); // the window ends here: reverts the evaluation of any later time
    const notifications = subscribers ? { notifications: await notificationReport(ctx) } : {};
    return { report: { ...(await replayReport(ctx, window)), ...notifications }, window };
  } finally {
    await stop();
  }
}

async function deskOf(ctx: Context, url: string): Promise<Desk> {
  const link = await beginSetUp(ctx);
  if (!link) throw new AppError('invalid_input', 'A replay with staff actions needs a new database.');
  return consoleDesk(url, link, ctx.random.bytes(PASSWORD_BYTES).toString('base64url'));
}

function widen(window: Span, observedAt: string): void {
  const at = parseRfc3339(observedAt) as number; // the server accepted it
  window.from = Math.min(window.from, at);
  window.to = Math.max(window.to, at + 1);
}

type Evaluating = {
  ctx: Context;
  watch: DeliveryWatch;
  evaluate: Evaluate;
  lanes: ReturnType<typeof createLanes>;
};

/** Moves the clock to `to`. Stops where an event or delivery becomes due, so that it is sent at that time. */
async function advance(
  evaluating: Evaluating,
  clock: ReturnType<typeof manualClock>,
  to: number,
  speed: number,
): Promise<void> {
  const { ctx, lanes } = evaluating;
  if (clock.now() === 0) return clock.set(to);
  await settle(evaluating, clock.now());
  let next = await nextDueAt(ctx.worker, clock.now());
  while (next !== null && next < to) {
    await moveClock(clock, next, speed);
    await drain(ctx, lanes);
    next = await nextDueAt(ctx.worker, next);
  }
  await moveClock(clock, to, speed);
}

async function moveClock(clock: ReturnType<typeof manualClock>, to: number, speed: number): Promise<void> {
  if (speed !== Number.POSITIVE_INFINITY) await wait((to - clock.now()) / speed);
  clock.set(to);
}

/** Evaluates until no dirty range is left, and delivers what follows from it. */
async function settle({ ctx, watch, evaluate, lanes }: Evaluating, at: number): Promise<void> {
  do {
    await evaluate(watch.watermark(at));
    await runAutomation(ctx);
  } while (await hasDirtyRanges(ctx.worker));
  await drain(ctx, lanes);
}
