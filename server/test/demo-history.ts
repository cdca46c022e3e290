import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { demoMoments, demoProbes, HISTORY_DAYS } from '#server/demo/demo-probes';
import { DEMO_SOURCE } from '#server/demo/prepare-demo';
import { createEvaluator } from '#server/evaluation/evaluate';
import { startProbes } from './probes.ts';

const MOMENTS_PER_POST = 200;

type History = { token: string; began: Instant; isWanted: (t: Instant) => boolean };

/** Sends the wanted part of the demo's history, so that a test need not wait for all of it, and evaluates it. */
export async function sendDemoHistory(ctx: Context, { token, began, isWanted }: History): Promise<void> {
  const probes = await startProbes(ctx);
  const moments = [...demoMoments(began, began, HISTORY_DAYS)].filter(isWanted);
  for (let i = 0; i < moments.length; i += MOMENTS_PER_POST) {
    const batch = moments.slice(i, i + MOMENTS_PER_POST).flatMap((t) => demoProbes(t, began));
    const body = JSON.stringify({ source: DEMO_SOURCE, probes: batch });
    const { status } = await probes.send(body, { authorization: `Bearer ${token}` });
    if (status !== 202) throw new Error(`The history of the demo was answered with ${status}.`);
  }
  await createEvaluator(ctx)(began);
  await probes.stop();
}
