import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#domain/interval';
import { createToken } from '../access/create-token.ts';
import type { Context } from '../context.ts';
import { loadHeads } from '../db/sql/component-heads.ts';
import { hasTouched } from '../db/sql/evaluation.ts';
import { AppError } from '../errors.ts';
import { PROBES_MAX, type Probe } from '../probes/schemas.ts';
import { judgedUpToOf } from '../status/evaluate.ts';
import { COARSE_MS, demoMoments, demoReadings, FINE_FOR_MS, FINE_MS } from './demo-readings.ts';

const DEMO_SOURCE = 'demo';
const RETRY_MS = 500;
const TRIES_MAX = 60;
const POSTS_AT_ONCE = 4;
const JUDGED_WAIT_MS_MAX = 120_000;
const LATE_MS_MAX = 30_000;

type Demo = { ctx: Context; url: string; signal: AbortSignal };

const DEMO = { kind: 'system', name: 'demo' } as const;

/**
 * Fills an empty database with ninety days of a made-up fleet, over HTTP as any agent would, and goes on observing that fleet until `signal`
 * ends it; resolves when there is something to see. Errors: bad_environment for a database with sources of its own.
 */
export async function runDemo({ ctx, url, signal }: Demo): Promise<void> {
  const sources = await ctx.prisma.source.findMany({ select: { name: true } });
  if (sources.some(({ name }) => name !== DEMO_SOURCE))
    throw new AppError(
      'bad_environment',
      `--demo: this database has sources of its own (${sources.map(({ name }) => name).join(', ')}): set DATA_DIR to an empty folder.`,
    );
  const { text } = await createToken({ ...ctx, actor: DEMO }, { scopes: ['probes:write', 'probes:backfill'], source: DEMO_SOURCE, name: 'demo' });
  const now = ctx.clock.now();
  if (sources.length === 0) {
    await writeRules(ctx, now);
    await fill(url, text, now);
    await judged(ctx, now);
  }
  void goOn({ ctx, url, signal }, text, now);
}

/** History is observed once a minute, which needs rules that wait longer; for the last hours the usual ones apply. */
async function writeRules(ctx: Context, now: Instant): Promise<void> {
  const coarse = { silenceAfterMs: 3 * COARSE_MS, confirmForMs: COARSE_MS };
  await ctx.prisma.policyVersion.updateMany({ where: { version: 1 }, data: coarse });
  const effectiveFrom = new Date(Math.floor((now - FINE_FOR_MS) / COARSE_MS) * COARSE_MS);
  const components = await ctx.prisma.component.findMany({ select: { id: true } });
  await ctx.prisma.policyVersion.createMany({ data: components.map(({ id }) => ({ componentId: id, version: 2, effectiveFrom })) });
}

async function fill(url: string, token: string, now: Instant): Promise<void> {
  const posts = new Set<Promise<void>>();
  let batch: Probe[] = [];
  const send = async () => {
    const post = deliver(url, token, batch).finally(() => posts.delete(post));
    posts.add(post);
    batch = [];
    if (posts.size >= POSTS_AT_ONCE) await Promise.race(posts);
  };
  for (const t of demoMoments(now)) {
    const probes = demoReadings(t, now);
    if (batch.length + probes.length > PROBES_MAX) await send();
    batch.push(...probes);
  }
  await send();
  await Promise.all(posts);
}

async function deliver(url: string, token: string, probes: readonly Probe[]): Promise<void> {
  const body = JSON.stringify({ source: DEMO_SOURCE, probes });
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}/api/v1/probes`, { method: 'POST', body, headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    if (response.status === 202) return;
    if (response.status !== 503 || attempt === TRIES_MAX) throw new AppError('internal', `The demo was not taken: ${response.status} ${text.slice(0, 200)}`);
    await wait(RETRY_MS);
  }
}

/** Waits until everything is judged, so that the first page is whole. */
async function judged(ctx: Context, now: Instant): Promise<void> {
  const until = ctx.clock.monotonicMs() + JUDGED_WAIT_MS_MAX;
  while (ctx.clock.monotonicMs() < until) {
    const upTo = judgedUpToOf(await loadHeads(ctx.web));
    if (upTo !== null && upTo >= now - LATE_MS_MAX && !(await hasTouched(ctx.web))) return;
    await wait(RETRY_MS);
  }
}

async function goOn({ ctx, url, signal }: Demo, token: string, began: Instant): Promise<void> {
  while (!signal.aborted) {
    await deliver(url, token, demoReadings(ctx.clock.now(), began)).catch((error: Error) => ctx.log.warn({ message: error.message }, 'the demo missed a beat'));
    await wait(FINE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
