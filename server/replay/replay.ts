import { setTimeout as wait } from 'node:timers/promises';
import { RESERVED_SLUGS } from '#domain/catalog/catalog';
import type { Span } from '#domain/time/interval';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { manualClock } from '#server/clock';
import type { Context } from '#server/context';
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
import { run } from '#server/run';
import { consoleDesk, type Desk } from './desk.ts';
import type { Delivery } from './read-trace.ts';
import { replayReport } from './report.ts';
import type { StaffAction } from './staff-script.ts';

const RETRY_MS = 200;
const TRIES_MAX = 50;
/** Components that a trace brings stand after those that are there, by slug, in whatever order they come. */
const MADE_POSITION = 1_000;

export type ReplayInput = {
  deliveries: AsyncIterable<Delivery> | Iterable<Delivery>;
  /** What staff do meanwhile, ascending; it goes the way that people's requests go, which needs the pages to be built. */
  staff?: readonly StaffAction[];
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
      continue; // the server refuses it
    known.add(slug);
    if (await ctx.prisma.component.count({ where: { slug } })) continue;
    const publicId = ctx.random.bytes(6).toString('hex');
    const policies = { create: { version: 1, effectiveFrom: new Date(0) } };
    await ctx.prisma.component.create({
      data: {
        slug,
        publicId,
        name: slug,
        position: MADE_POSITION,
        targetMillionths: 999_000,
        createdAt: new Date(0),
        policies,
      },
    });
  }
}

/** Sends one batch as any agent would; waits and tries again on 503. Returns the indexes of those that were refused. */
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
      throw new AppError('invalid_input', `The trace was not taken: ${response.status} ${text}`);
    await wait(RETRY_MS);
  }
}

const PASSWORD_BYTES = 18;
const REPLAY = { kind: 'system', name: 'replay' } as const;

/**
 * Boots a server of its own on `env` and delivers a trace to it over HTTP, in its order, on a clock that follows the trace.
 * The clock moves on only when everything before is evaluated. `speed`: trace time per real time; Infinity waits for nothing.
 */
export async function replay({ deliveries, staff = [], speed, env, log, onProgress }: ReplayInput) {
  const clock = manualClock(0);
  const { url, ctx, watch, stop } = await run({
    env,
    log,
    clock,
    isEvaluating: false,
    hasPages: speed !== Number.POSITIVE_INFINITY || staff.length > 0,
  });
  const ahead = [...staff];
  const evaluating: Evaluating = {
    ctx,
    watch,
    evaluate: createEvaluator(ctx, { setBackMsMax: Number.POSITIVE_INFINITY }),
  };
  const tokens = new Map<string, string>();
  const components = new Set<string>();
  const window: Span = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  let desk: Desk | undefined;
  try {
    let count = 0;
    for await (const delivery of deliveries) {
      while (ahead[0] && clock.now() > 0 && ahead[0].at <= delivery.deliveredAt) {
        const { at, act } = ahead.shift() as StaffAction; // there is one
        if (at > clock.now()) await moveOn(evaluating, clock, at, speed);
        await act((desk ??= await deskOf(ctx, url)));
      }
      if (delivery.deliveredAt > clock.now()) await moveOn(evaluating, clock, delivery.deliveredAt, speed);
      await ensureComponents(ctx, delivery, components);
      const { source } = delivery;
      if (!tokens.has(source))
        tokens.set(source, (await createToken({ ...ctx, actor: REPLAY }, { scopes: ['probes:write'], source })).text);
      for (let i = 0; i < delivery.probes.length; i += PROBES_MAX) {
        const batch = delivery.probes.slice(i, i + PROBES_MAX);
        const refused = await post(url, tokens.get(source) as string, source, batch);
        for (const [index, probe] of batch.entries())
          if (!refused.has(index)) widen(window, (probe as Probe).observedAt); // taken, hence whole
      }
      onProgress?.(++count);
    }
    if (window.to < window.from) throw new AppError('invalid_input', 'The trace holds no probe that was taken.');
    await settle(evaluating, Math.max(clock.now(), window.to));
    await evaluating.evaluate(window.to); // nothing after the window counts: what was evaluated beyond is taken back
    return { report: await replayReport(ctx, window), window };
  } finally {
    await stop();
  }
}

async function deskOf(ctx: Context, url: string): Promise<Desk> {
  const link = await beginSetUp(ctx);
  if (!link) throw new AppError('invalid_input', 'A replay with staff begins with a database of its own.');
  return consoleDesk(url, link, ctx.random.bytes(PASSWORD_BYTES).toString('base64url'));
}

function widen(window: Span, observedAt: string): void {
  const at = parseRfc3339(observedAt) as number; // the server took it
  window.from = Math.min(window.from, at);
  window.to = Math.max(window.to, at + 1);
}

type Evaluating = { ctx: Context; watch: DeliveryWatch; evaluate: Evaluate };

async function moveOn(
  evaluating: Evaluating,
  clock: ReturnType<typeof manualClock>,
  to: number,
  speed: number,
): Promise<void> {
  const from = clock.now();
  if (from > 0) await settle(evaluating, from);
  if (from > 0 && speed !== Number.POSITIVE_INFINITY) await wait((to - from) / speed);
  clock.set(to);
}

/** Evaluates until nothing that was delivered is left unjudged. */
async function settle({ ctx, watch, evaluate }: Evaluating, at: number): Promise<void> {
  do {
    await evaluate(watch.watermark(at));
    await runAutomation(ctx);
  } while (await hasDirtyRanges(ctx.worker));
}
