import type { Context } from '#server/context';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { node, outputOf } from './place.ts';

/** `live` stamps each probe with the moment it is sent, for `seconds` after the warm-up; `ticks` reports a stretch of the past as an agent would have. */
export type Timing =
  | { kind: 'live'; warmupSeconds: number; seconds: number }
  | { kind: 'ticks'; from: number; everyMs: number; ticks: number };

/** One keep-alive connection that posts as fast as it is answered. */
export type Connection = {
  token: string;
  source: string;
  component: string;
  prefix: string;
  instances: number;
  perPost: number;
  offsetMs: number;
};
export type Load = { url: string; timing: Timing; connections: Connection[] };
/** `seconds` is what the counts belong to; quantiles are of a post's answer. */
export type LoadResult = {
  posts: number;
  probes: number;
  allProbes: number;
  duplicates: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
};

/** Sends probes from a process of its own, so that the server's process pays only for itself. */
export async function generate(load: Load): Promise<LoadResult> {
  const child = node('bench/load-generator.ts', [JSON.stringify(load)]);
  return JSON.parse(await outputOf(child)) as LoadResult;
}

/** Tokens for `count` agents. */
export async function tokens(ctx: Context, count: number): Promise<{ source: string; token: string }[]> {
  const made: { source: string; token: string }[] = [];
  for (let i = 0; i < count; i++) {
    const source = `agent-${i}`;
    made.push({
      source,
      token: (
        await createToken({ ...ctx, actor: { kind: 'system', name: 'bench' } }, { scopes: ['probes:write'], source })
      ).text,
    });
  }
  return made;
}
